import { parseArgs } from 'node:util'
import { loadDotEnv } from '../config.ts'
import { diagnose } from './doctor/diagnose.ts'
import { hiding } from './doctor/hiding.ts'
import { asJson, asLines } from './doctor/telling.ts'

// npm run doctor [-- --json]: is this configuration ready? Reads only; 1 when something is wrong.

loadDotEnv()
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
const chapters = await diagnose(process.env)
const hide = hiding(process.env)
process.stdout.write(hide(values.json ? asJson(chapters) : asLines(chapters)))
process.exitCode = chapters.some(({ findings }) => findings.some(({ level }) => level === 'error')) ? 1 : 0
