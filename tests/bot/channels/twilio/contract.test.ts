import { channelContract } from '../contract.ts'
import { twilioHarness } from './harness.ts'

channelContract('twilio', () => twilioHarness())
channelContract('twilio with WhatsApp buttons and lists', () => twilioHarness({ interactive: true }))
