import { channelContract } from '../contract.ts'
import { cloudHarness } from './harness.ts'

channelContract('whatsapp-cloud', () => cloudHarness())
