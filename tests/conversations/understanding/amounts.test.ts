import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { francs, withWholeAmounts } from '../../../conversations/copy/amounts.ts'
import { toGsm7 } from '../../../conversations/copy/gsm7.ts'
import { readAmounts } from '../../../conversations/understanding/amounts.ts'
import { normalise } from '../../../conversations/understanding/normalise.ts'
import { readNumber } from '../../../conversations/understanding/numbers.ts'
import { tokenise } from '../../../conversations/understanding/tokens.ts'
import type { Situation } from '../../../conversations/understanding/types.ts'
import { understand } from '../../../conversations/understanding/understand.ts'
import { knowledge } from './situations.ts'

const tokens = (text: string) => tokenise(normalise(text))
const amounts = (text: string) => readAmounts(tokens(text)).map(({ is, value }) => `${is} ${value}`)

describe('numbers', () => {
  it.each([
    ['cent deux mille cinq cent', 102_500],
    ['quatre-vingt-cinq mille', 85_000],
    ['cent vingt mille', 120_000],
    ['soixante-dix-sept', 77],
    ['vingt et un', 21],
    ['deux cents', 200],
    ['one hundred and twenty', 120],
    ['une douzaine', 12],
    ['une demi-douzaine', 6],
    ['2 douzaines', 24],
    ['85k', 85_000],
    ['8k5', 8_500],
    ['25mille', 25_000],
    ['85 000', 85_000],
    ['85.000', 85_000],
    ['131,000', 131_000],
    ['1,5', 1.5],
  ])('reads %s', (text, value) => {
    expect(readNumber(tokens(text), 0)?.value).toBe(value)
  })

  it('does not add up two numbers that stand side by side', () => {
    expect(readNumber(tokens('deux trois'), 0)?.value).toBe(2)
    expect(readNumber(tokens('cinq vingt'), 0)?.value).toBe(5)
  })

  it('reads an amount back as it reads the plain one, when somebody copies ours from WhatsApp', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), fc.integer({ min: 5, max: 90 }), (amount, minutes) => {
        const said = `1042 ${francs(amount)} ${minutes} min`
        const copied = withWholeAmounts(said)
        expect(copied).toContain('\u00a0F')
        expect(amounts(copied)).toEqual(amounts(said))
        expect(toGsm7(copied)).toBe(said)
        for (const role of ['client', 'supplier'] as const) {
          const situation: Situation = { channel: 'whatsapp', role, context: 'idle', state: {} }
          expect(understand(copied, situation, knowledge)).toEqual(understand(said, situation, knowledge))
        }
      }),
    )
  })

  it('reads every amount of francs however its thousands are written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999 }),
        fc.integer({ min: 0, max: 999 }),
        fc.constantFrom(' ', '.', ',', ''),
        (thousands, rest, sign) => {
          const written = `${thousands}${sign}${String(rest).padStart(3, '0')}`
          expect(readNumber(tokens(written), 0)?.value).toBe(thousands * 1000 + rest)
        },
      ),
    )
  })
})

describe('delays and prices', () => {
  it.each([
    ['1h30', ['minutes 90']],
    ['2h', ['minutes 120']],
    ['30mn', ['minutes 30']],
    ['une heure et demie', ['minutes 90']],
    ["trois quarts d'heure", ['minutes 45']],
    ['demi heure', ['minutes 30']],
    ["dans l'heure", ['minutes 60']],
    ['one hour thirty', ['minutes 90']],
    ['vers 18h30', ['clock 1110']],
    ['19h30', ['clock 1170']],
    ['avant midi', ['clock 720']],
    ['9pm', ['clock 1260']],
    ['85k 1h', ['money 85000', 'minutes 60']],
    ['85.000F 30', ['money 85000', 'number 30']],
    ['88.000 f cfa', ['money 88000']],
  ])('reads %s', (text, expected) => {
    expect(amounts(text)).toEqual(expected)
  })

  it('reads every delay of minutes and of hours', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 10, max: 59 }),
        fc.constantFrom('h', 'H'),
        (hours, minutes, sign) => {
          expect(amounts(`${hours}${sign}${minutes}`.trim())).toEqual([`minutes ${hours * 60 + minutes}`])
        },
      ),
    )
  })
})
