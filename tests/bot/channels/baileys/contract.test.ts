import { afterAll } from 'vitest'
import { openPool } from '../../../../domain/work/pool.ts'
import { freshDatabase } from '../../../harness/database.ts'
import { channelContract } from '../contract.ts'
import { baileysHarness } from './harness.ts'

const pool = openPool((await freshDatabase()).url, 8)
afterAll(() => pool.end())
channelContract('baileys', () => baileysHarness(pool, { mayWriteFirst: true }))
