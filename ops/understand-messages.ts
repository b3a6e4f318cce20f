import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { GoldMessage } from './understand-judging.ts'

const TESTS = 'tests/conversations/understanding/data'

export interface LabelledFile {
  name: string
  messages: GoldMessage[]
}

/** Every file of labelled messages; the project's given ones come from beside it where they are there. */
export function labelledFiles(): LabelledFile[] {
  return readdirSync(TESTS)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => ({ name, messages: messagesIn(name) }))
}

/** The messages that were given with the task, not written for the measurement. */
export function givenMessages(files: readonly LabelledFile[]): GoldMessage[] {
  return files.filter(({ name }) => name.startsWith('messages.')).flatMap(({ messages }) => messages)
}

function messagesIn(name: string): GoldMessage[] {
  const shared = `../shared/data/${name}`
  return readFileSync(existsSync(shared) ? shared : `${TESTS}/${name}`, 'utf8')
    .trim()
    .split('\n')
    .map((line): GoldMessage => JSON.parse(line))
}
