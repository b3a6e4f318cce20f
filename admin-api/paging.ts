import { z } from 'zod'

/** Pages by cursor: stable while rows come in. `next` is null on the last page. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('rows a page'),
  after: z.string().max(64).optional().describe('the `next` of the page before'),
})

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

/** Cuts the one row too many that tells whether there is a next page. */
export function page<Row extends object, Item>(
  rows: readonly Row[],
  limit: number,
  cursor: (row: Row) => string,
  show: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(show), next: rows.length > limit && last !== undefined ? cursor(last) : null }
}
