import { z } from 'zod'

/**
 * Pages by cursor: rows that come in meanwhile neither repeat nor hide a row. `next` is null on the last page.
 * @param cursor what a cursor of this list looks like: another is a mistake of the caller, not of ours
 */
export function pageQuery<Cursor extends z.ZodType>(cursor: Cursor) {
  return z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50).describe('rows a page'),
    after: cursor.optional().describe('the `next` of the page before'),
  })
}

/** Cursors of lists whose rows have a uuid (version 7: ordered by time). */
export const byUuid = pageQuery(z.uuid())
/** Cursors of lists whose rows are numbered. */
export const byNumber = pageQuery(z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER))
/** Cursors of lists whose rows have a name of ours: bock-65cl, cocody. */
export const byName = pageQuery(z.string().max(80))

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
  return { items: shown.map((row) => show(row)), next: rows.length > limit && last !== undefined ? cursor(last) : null }
}
