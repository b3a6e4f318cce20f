import { parseArgs } from 'node:util'
import { loadDotEnv } from '../config.ts'
import { diagnose } from './doctor/diagnose.ts'
import { hiding } from './doctor/hiding.ts'
import { asJson, asLines } from './doctor/telling.ts'

// npm run doctor [-- --json]: is this configuration ready? Reads only; 1 when something is wrong.

/** A mistake in the command, told without a stack. */
class UsageError extends Error {
  readonly isForPeople = true
  override readonly name = 'UsageError'
}

function isJsonWanted(args: readonly string[]): boolean {
  try {
    return parseArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } }).values.json
  } catch (cause) {
    throw new UsageError('Usage : npm run -s doctor   (ou -- --json)', { cause })
  }
}

const isJson = isJsonWanted(process.argv.slice(2))
loadDotEnv()
const chapters = await diagnose(process.env)
const hide = hiding(process.env)
process.stdout.write(hide(isJson ? asJson(chapters) : asLines(chapters)))
process.exitCode = chapters.some(({ findings }) => findings.some(({ level }) => level === 'error')) ? 1 : 0
