// Runs a TypeScript file of this repository, first putting in place whatever a fresh clone lacks:
//   node ops/with-dependencies.mjs [--dev] FILE [ARGUMENTS...]        (--dev: the development packages are needed too)
// Only Node's own modules here. All that it says goes to stderr, because the stdout of some commands is data.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const inRoot = (...parts) => path.join(root, ...parts)
const say = (line) => process.stderr.write(`${line}\n`)
const sha256 = (text) => createHash('sha256').update(text).digest('hex')
const readJson = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined)

class Stopped extends Error {}

/** Runs `target` (relative to the repository) in this process, as if `node target ...args` understood TypeScript. */
export async function run(target, args, { dev = false } = {}) {
  try {
    checkNode()
    await prepare({ dev })
  } catch (error) {
    say(error instanceof Stopped ? error.message : error.stack)
    process.exit(1)
  }
  const { register } = await import('tsx/esm/api')
  register()
  process.argv = [process.execPath, path.resolve(root, target), ...args]
  try {
    await import(pathToFileURL(path.resolve(root, target)).href)
  } catch (error) {
    // Mistakes that a person can correct (ConfigurationError and the like) are told without a stack.
    if (error?.isForPeople !== true) throw error
    say(error.message)
    process.exit(1)
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new Stopped(
    `DISTRI-NIGHT a besoin de Node 20.19 ou plus récent ; vous avez la version ${process.versions.node}. Installez-le depuis https://nodejs.org puis relancez la même commande.`,
  )
}

async function prepare({ dev }) {
  if (packagesMatchLock({ dev }) && clientIsGenerated()) return
  const release = await oneAtATime()
  try {
    // Looked at again: another command of this clone may just have done it.
    if (!packagesMatchLock({ dev })) await installPackages({ dev })
    if (!clientIsGenerated()) await generateClient()
  } finally {
    release()
  }
}

/** npm writes node_modules/.package-lock.json last, so an interrupted installation does not match either. */
function packagesMatchLock({ dev }) {
  const wanted = readJson(inRoot('package-lock.json'))?.packages
  const installed = readJson(inRoot('node_modules', '.package-lock.json'))?.packages
  if (!wanted || !installed) return false
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === '' || (entry.dev && !dev)) return true
    const there = installed[name]
    // Optional packages are those of other platforms: absent is fine, another version is not.
    return there ? there.version === entry.version : Boolean(entry.optional || entry.devOptional || entry.peer)
  })
}

async function installPackages({ dev }) {
  say('Installation des dépendances depuis package-lock.json (une à deux minutes la première fois)…')
  const npm = npmCommand()
  const wantsDev = dev || process.env.NODE_ENV !== 'production'
  await runLogged('L’installation des dépendances', npm.command, [
    ...npm.args,
    'ci',
    wantsDev ? '--include=dev' : '--omit=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--loglevel=warn',
  ])
  say('Dépendances installées.')
}

/** The npm that started us, when it did; else the one on the PATH. */
function npmCommand() {
  const cli = process.env.npm_execpath
  if (cli && path.basename(cli).startsWith('npm') && existsSync(cli)) return { command: process.execPath, args: [cli] }
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] }
}

const generatedStamp = () => inRoot('prisma', 'generated', '.stamp')

function generatedFrom() {
  const schema = inRoot('prisma', 'schema.prisma')
  if (!existsSync(schema)) return undefined
  const prisma = readJson(inRoot('node_modules', 'prisma', 'package.json'))
  return sha256(`${prisma?.version}\n${readFileSync(schema, 'utf8')}`)
}

function clientIsGenerated() {
  const wanted = generatedFrom()
  if (wanted === undefined) return true
  return existsSync(generatedStamp()) && readFileSync(generatedStamp(), 'utf8') === wanted
}

async function generateClient() {
  say('Préparation de l’accès à la base de données…')
  const wanted = generatedFrom()
  await runLogged('La préparation de l’accès à la base', process.execPath, [
    inRoot('node_modules', 'prisma', 'build', 'index.js'),
    'generate',
  ])
  writeFileSync(generatedStamp(), wanted)
}

/** Runs a program silently; its output is shown only when it fails. */
async function runLogged(what, command, args) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'distri-night-'))
  const logFile = path.join(folder, 'journal.log')
  const log = openSync(logFile, 'w')
  const started = Date.now()
  const ticker = setInterval(() => say(`… toujours en cours (${Math.round((Date.now() - started) / 1000)} s)`), 10_000)
  const failure = await new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', log, log],
      shell: command.endsWith('.cmd'),
      env: {
        ...process.env,
        // Prisma insists on a downloaded schema engine although nothing here uses it: any executable will do,
        // and naming one keeps the installation from looking for it on the internet.
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_SKIP_POSTINSTALL_GENERATE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1',
      },
    })
    child.on('error', (error) => resolve(error.message))
    child.on('exit', (code, signal) => resolve(code === 0 ? undefined : `code ${signal ?? code}`))
  })
  clearInterval(ticker)
  closeSync(log)
  if (failure === undefined) return rmSync(folder, { recursive: true, force: true })
  const output = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-40).join('\n')
  throw new Stopped(
    `${output}\n\n${what} a échoué (${failure}). Voir ci-dessus (journal complet : ${logFile}), corrigez puis relancez la même commande.`,
  )
}

/** Two commands started together on a fresh clone must not install over each other. */
async function oneAtATime() {
  const lock = path.join(os.tmpdir(), `distri-night-install-${sha256(root).slice(0, 12)}`)
  const deadline = Date.now() + 10 * 60_000
  let told = false
  while (Date.now() < deadline) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      return () => rmSync(lock, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (!isAlive(readPid(lock))) rmSync(lock, { force: true })
    else if (!told) {
      say('Une autre commande installe déjà les dépendances : attente…')
      told = true
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Stopped(`Une autre commande installe encore les dépendances. Si ce n’est pas le cas, effacez ${lock}.`)
}

function readPid(file) {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return 0
  }
}

function isAlive(pid) {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

const invoked = process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)
if (invoked) {
  const [first, ...rest] = process.argv.slice(2)
  const dev = first === '--dev'
  const [target, ...args] = dev ? rest : [first, ...rest]
  if (target === undefined) {
    say('Usage : node ops/with-dependencies.mjs [--dev] FICHIER [ARGUMENTS…]')
    process.exit(2)
  }
  await run(target, args, { dev })
}
