import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import { MIGRATIONS, migrationNames, migrationSql } from './migration-files.ts'

export const FILTERS = { externalTables: [], externalEnums: [] }

// What we use of it; TypeScript declares the whole only together with a browser's globals.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (
    module: object,
    imports: Record<string, Record<string, unknown>>,
  ) => { exports: Record<string, unknown> }
}

type SchemaEngine = Awaited<ReturnType<typeof bindings.SchemaEngine.new>>
type Adapter = Awaited<ReturnType<PrismaPg['connect']>>
let isLoaded = false

/** Lends Prisma's own schema engine, in WebAssembly (5 MB, 0.07 s to load): nothing is downloaded. */
export async function withSchemaEngine<T>(databaseUrl: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  if (!isLoaded) load()
  const connections = new Connections(databaseUrl)
  const adapter = bindMigrationAwareSqlAdapterFactory(connections)
  const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => {}, adapter)
  try {
    return await work(engine)
  } finally {
    engine.free()
    await connections.close()
  }
}

/**
 * Prisma's pg adapter cuts a script at every semicolon, which breaks function bodies and makes each statement its own
 * transaction. Sent whole, PostgreSQL reads it properly and runs it as one transaction: all of a migration or nothing.
 */
class Connections implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres'
  readonly adapterName: string
  private readonly opened: Adapter[] = []
  private readonly inner: PrismaPg

  constructor(databaseUrl: string) {
    this.inner = new PrismaPg({ connectionString: databaseUrl })
    this.adapterName = this.inner.adapterName
  }

  async connect(): Promise<Adapter> {
    return this.remember(await this.inner.connect())
  }

  /** Only write-migration.ts asks for one, on a server that is thrown away with it. */
  async connectToShadowDb(): Promise<Adapter> {
    return this.remember(await this.inner.connectToShadowDb())
  }

  async close(): Promise<void> {
    const pools = this.opened.map((adapter) => adapter.underlyingDriver())
    await Promise.all(pools.filter((pool) => !pool.ended).map((pool) => pool.end()))
  }

  private remember(adapter: Adapter): Adapter {
    this.opened.push(adapter)
    adapter.executeScript = async (sql) => {
      await adapter.executeRaw({ sql, args: [], argTypes: [] })
    }
    adapter.underlyingDriver().on('connect', announceCharacters)
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async (query) => withCharacters(await queryRaw(query))
    adapter.dispose = async () => {}
    return adapter
  }
}

// PostgreSQL's catalogue uses a one-byte type "char" (18) that Prisma's pg adapter refuses to read. It knows lists of
// them (1002), so they are announced as that, then set right: the engine wants a character, and zero for an empty one.
function announceCharacters(client: object): void {
  if (!('connection' in client) || !(client.connection instanceof EventEmitter)) return
  client.connection.on('rowDescription', ({ fields }: { fields: { dataTypeID: number }[] }) => {
    for (const field of fields) if (field.dataTypeID === 18) field.dataTypeID = 1002
  })
}

function withCharacters(result: SqlResultSet): SqlResultSet {
  const isCharacter = result.columnTypes.map((type) => type === ColumnTypeEnum.CharacterArray)
  if (!isCharacter.includes(true)) return result
  const columnTypes = result.columnTypes.map((type, i) => (isCharacter[i] ? ColumnTypeEnum.Character : type))
  const rows = result.rows.map((row) => row.map((value, i) => (isCharacter[i] && value === '' ? '\0' : value)))
  return { ...result, columnTypes, rows }
}

function load(): void {
  const program = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const file = path.join(path.dirname(program), 'schema_engine_bg.wasm')
  const module = new WebAssembly.Module(readFileSync(file))
  const { exports } = new WebAssembly.Instance(module, { './schema_engine_bg.js': { ...bindings } })
  bindings.__wbg_set_wasm(exports)
  const start = exports.__wbindgen_start
  if (typeof start === 'function') start()
  isLoaded = true
}

/** The migrations of `folder`, oldest first, as the engine wants them. */
export function migrationList(folder = MIGRATIONS) {
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrationNames(folder).map((name) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: migrationSql(folder, name) } },
    })),
  }
}
