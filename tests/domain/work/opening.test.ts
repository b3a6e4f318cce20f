import { describe, expect, it } from 'vitest'
import { beginTransaction, inTransaction } from '../../../domain/work/opening.ts'
import { openPool } from '../../../domain/work/pool.ts'
import { statement } from '../../../domain/work/sql.ts'
import { freshDatabase } from '../../harness/database.ts'

const { url, pool: looking } = await freshDatabase()
await looking.query('create table written (what text primary key)')
const write = statement('test.write', 'insert into written (what) values ($1)')

async function written(): Promise<string[]> {
  const { rows } = await looking.query<{ what: string }>('select what from written order by what')
  return rows.map(({ what }) => what)
}

describe('statements that travel together', () => {
  // One connection: what is done after a transaction would be done on the same one.
  const pool = openPool(url, 1)

  it('are done one after the other, all or none of them', async () => {
    await inTransaction(pool, (sql) => Promise.all([write(sql, ['a']), write(sql, ['b'])]))
    expect(await written()).toEqual(['a', 'b'])
    const twice = inTransaction(pool, (sql) => Promise.all([write(sql, ['c']), write(sql, ['a']), write(sql, ['d'])]))
    await expect(twice).rejects.toMatchObject({ code: '23505' })
    expect(await written()).toEqual(['a', 'b'])
  })

  it('leave nothing behind when one of them goes on after another has failed', async () => {
    let later: unknown = null
    const failing = inTransaction(pool, async (sql) => {
      const broken = write(sql, ['e']).then(() => {
        throw new Error('a bug of ours')
      })
      const goingOn = write(sql, ['f']).then(async () => {
        await expect.poll(() => pool.idleCount).toBe(1)
        later = await write(sql, ['g']).catch((error: unknown) => error)
      })
      await Promise.all([broken, goingOn])
    })
    await expect(failing).rejects.toThrow('a bug of ours')
    await expect.poll(() => later).toMatchObject({ message: 'After the end: test.write.' })
    expect(await written()).toEqual(['a', 'b'])
  })

  it('are refused after a commit too', async () => {
    const transaction = await beginTransaction(pool)
    await transaction.commit()
    await expect(write(transaction.sql, ['h'])).rejects.toThrow('After the end')
    expect(await written()).toEqual(['a', 'b'])
    await pool.end()
  })
})
