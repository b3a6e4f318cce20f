import { freshDatabase } from '../../../harness/database.ts'
import { channelContract } from '../contract.ts'
import { smsgateHarness } from './harness.ts'

const database = await freshDatabase()

channelContract('smsgate', () => smsgateHarness(database.url))
