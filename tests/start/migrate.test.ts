import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, expect, inject, it } from 'vitest'
import { applyMigrations, MigrationError } from '../../prisma/migrate.ts'
import { MIGRATIONS, migrationNames } from '../../prisma/migration-files.ts'
import { freshDatabase } from '../harness/database.ts'
import { databaseIn } from '../harness/names.ts'

const database = await freshDatabase()
const folder = mkdtempSync(path.join(os.tmpdir(), 'distri-night-'))
let emptyUrl: string
let databases = 0

const FUNCTION = `create table thing (id int primary key);
create function one() returns int language plpgsql as $$ begin insert into thing values (1); return 1; end $$;`

beforeEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  databases += 1
  const name = `${new URL(database.url).pathname.slice(1)}_${databases}`
  await database.pool.query(`create database ${name}`)
  emptyUrl = databaseIn(inject('serverUrl'), name)
})

afterAll(async () => {
  const name = new URL(database.url).pathname.slice(1)
  for (let i = 1; i <= databases; i += 1) await database.pool.query(`drop database ${name}_${i}`)
  rmSync(folder, { recursive: true, force: true })
})

function write(name: string, sql: string): void {
  mkdirSync(path.join(folder, name), { recursive: true })
  writeFileSync(path.join(folder, name, 'migration.sql'), sql)
}

it('applies every migration of the repository to an empty database, and then nothing', async () => {
  expect(await applyMigrations(emptyUrl)).toEqual(migrationNames(MIGRATIONS))
  expect(await applyMigrations(emptyUrl)).toEqual([])
})

it('applies function bodies whole', async () => {
  write('1_things', FUNCTION)
  expect(await applyMigrations(emptyUrl, folder)).toEqual(['1_things'])
})

it('applies each once when two processes start at the same time', async () => {
  write('1_things', FUNCTION)
  const both = await Promise.all([applyMigrations(emptyUrl, folder), applyMigrations(emptyUrl, folder)])
  expect(both.flat()).toEqual(['1_things'])
})

it('leaves nothing of a migration that fails, and takes it when it is corrected', async () => {
  write('1_things', `${FUNCTION} select 1 / 0;`)
  await expect(applyMigrations(emptyUrl, folder)).rejects.toThrow(/division by zero/)
  write('1_things', FUNCTION)
  expect(await applyMigrations(emptyUrl, folder)).toEqual(['1_things'])
})

it('refuses a migration that was changed after it was applied', async () => {
  write('1_things', FUNCTION)
  await applyMigrations(emptyUrl, folder)
  write('1_things', `${FUNCTION} -- later`)
  await expect(applyMigrations(emptyUrl, folder)).rejects.toThrow(MigrationError)
})
