import { describe, expect, it } from 'vitest'
import { NEVER_MET_BY_A_CLIENT } from '../../../conversations/copy/client/refusals.ts'
import { CLIENT_COPY } from '../../../conversations/copy/client/table.ts'
import { fitsOneSegment, toGsm7 } from '../../../conversations/copy/gsm7.ts'
import { render } from '../../../conversations/copy/render.ts'
import { REFUSALS } from '../../../domain/work/refusals.ts'
import { LONGEST } from './longest.ts'

const keys = Object.keys(CLIENT_COPY)
const CHANNELS = ['whatsapp', 'sms'] as const
const LANGUAGES = ['fr', 'en'] as const

type Key = keyof typeof LONGEST
const isKey = (key: string): key is Key => key in LONGEST
const longest = keys.filter(isKey)

/** A text filled in with the longest that can be in it. */
function written(key: Key, channel: (typeof CHANNELS)[number], language: (typeof LANGUAGES)[number]): string {
  return fill(key, LONGEST[key], { channel, language })
}
const fill = <K extends Key>(
  key: K,
  params: (typeof LONGEST)[K],
  reader: { channel: (typeof CHANNELS)[number]; language: (typeof LANGUAGES)[number] },
) => render<K>(key, params, reader)

describe('the words of the client', () => {
  it('measures every text: each key has its longest parameters', () => {
    expect(Object.keys(LONGEST).sort()).toEqual([...keys].sort())
  })

  it('has words for every refusal that a client can meet, and for no other', () => {
    const never: readonly string[] = NEVER_MET_BY_A_CLIENT
    const expected = Object.keys(REFUSALS).filter((code) => !never.includes(code))
    const prefix = 'client.refused.'
    const written = keys.filter((key) => key.startsWith(prefix) && key !== `${prefix}again`)
    expect(written.map((key) => key.slice(prefix.length)).sort()).toEqual(expected.sort())
  })

  it.each(longest)('%s says something in both languages, on both channels', (key) => {
    for (const language of LANGUAGES) {
      const text = written(key, 'whatsapp', language)
      expect(text.trim()).not.toBe('')
      expect(text).not.toMatch(/undefined|NaN|null/)
      expect(text.split('\n').length).toBeLessThanOrEqual(6)
      expect(text.match(/\p{Extended_Pictographic}/gu)?.length ?? 0).toBeLessThanOrEqual(1)
    }
  })

  it.each(longest)('%s fits one SMS with its longest parameters', (key) => {
    for (const language of LANGUAGES) {
      const text = written(key, 'sms', language)
      expect(text).toBe(toGsm7(text))
      expect(text).not.toMatch(/\p{Extended_Pictographic}/u)
      expect(fitsOneSegment(text), `${text.length}: ${text}`).toBe(true)
    }
  })

  it.each(longest.filter((key) => key.startsWith('client.choice.')))('%s fits a button or a row', (key) => {
    // What only stands in lists may have 24 characters, a button 20.
    const isRow = /(missing|damaged|late|billing|conduct|order|wait|widen|reopen)$/.test(key)
    for (const language of LANGUAGES)
      expect(written(key, 'whatsapp', language).length).toBeLessThanOrEqual(isRow ? 24 : 20)
  })

  it('says "vous"', () => {
    for (const key of longest)
      expect(written(key, 'whatsapp', 'fr')).not.toMatch(/(?<!\p{L})(tu|toi|ton|tes)(?!\p{L})/iu)
  })
})
