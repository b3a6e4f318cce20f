import type { ZoneId } from '../../domain/work/ids.ts'
import { toGsm7 } from '../copy/gsm7.ts'

// Understanding reads one place in a message; "livrez-vous ?" is answered with several. The communes of the District
// are fixed by law and a test ties this list to prisma/data/zones.json.
const COMMUNES: readonly { readonly id: ZoneId; readonly name: string; readonly also: readonly string[] }[] = [
  { id: 'abobo', name: 'Abobo', also: ['abob'] },
  { id: 'adjame', name: 'Adjamé', also: ['adjamé', 'djame'] },
  { id: 'attecoube', name: 'Attécoubé', also: ['attekoube'] },
  { id: 'cocody', name: 'Cocody', also: ['kokodi', 'coco'] },
  { id: 'koumassi', name: 'Koumassi', also: ['kumassi'] },
  { id: 'marcory', name: 'Marcory', also: ['markory'] },
  { id: 'plateau', name: 'Plateau', also: [] },
  { id: 'port-bouet', name: 'Port-Bouët', also: ['port bouet', 'portbouet'] },
  { id: 'treichville', name: 'Treichville', also: ['treich', 'treichvil'] },
  { id: 'yopougon', name: 'Yopougon', also: ['yop', 'yopou', 'poy'] },
  { id: 'bingerville', name: 'Bingerville', also: ['binger'] },
  { id: 'songon', name: 'Songon', also: [] },
  { id: 'anyama', name: 'Anyama', also: ['agnama'] },
]

function plain(text: string): string {
  return toGsm7(text)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim()
}

/** The communes named in a text, in the order of the list; "toutes" names them all. */
export function readCommunes(text: string): readonly ZoneId[] {
  // Plateau-Dokui is a quartier of Abobo and Cocody.
  const words = ` ${plain(text).replace(/plateau dokui/g, 'dokui')} `
  if (/ (?:tout|toute|toutes|tous|all|everywhere|partout) /.test(words)) return COMMUNES.map(({ id }) => id)
  return COMMUNES.filter(({ name, also }) => [name, ...also].some((form) => words.includes(` ${plain(form)} `))).map(
    ({ id }) => id,
  )
}

/** The names of communes; their number when they are many. */
export function nameCommunes(ids: readonly ZoneId[]): string {
  if (ids.length > 3) return `${ids.length} communes`
  return ids.map((id) => COMMUNES.find((commune) => commune.id === id)?.name ?? id).join(', ')
}

export const COMMUNE_IDS: readonly ZoneId[] = COMMUNES.map(({ id }) => id)
