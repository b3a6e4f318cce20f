import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'

/** A mistake in a file, where a person finds it: the line as an editor counts, the header being line 1. */
export interface CsvMistake {
  readonly line: number
  readonly column: string | null
  readonly problem: string
}

export interface CsvRow<Row> {
  readonly line: number
  readonly row: Row
}

const recordsSchema = z.array(
  z.object({ record: z.record(z.string(), z.string()), info: z.object({ lines: z.number() }) }),
)

/**
 * Reads CSV with a header (comma or semicolon, as spreadsheets in French write it) and checks each row. All the mistakes
 * at once: a person corrects the file in one go.
 */
export function readCsv<Row>(
  csv: string,
  schema: z.ZodType<Row>,
): { readonly rows: readonly CsvRow<Row>[]; readonly mistakes: readonly CsvMistake[] } {
  const records = recordsOf(csv)
  if ('problem' in records) return { rows: [], mistakes: [records] }
  const rows: CsvRow<Row>[] = []
  const mistakes: CsvMistake[] = []
  for (const { record, info } of records) {
    const read = schema.safeParse(record)
    if (read.success) rows.push({ line: info.lines, row: read.data })
    else mistakes.push(...read.error.issues.map((issue) => mistakeOf(info.lines, issue)))
  }
  return { rows, mistakes }
}

function recordsOf(csv: string): z.infer<typeof recordsSchema> | CsvMistake {
  const header = csv.slice(0, csv.indexOf('\n'))
  const delimiter = header.includes(';') ? ';' : ','
  try {
    const options = { columns: true, info: true, bom: true, trim: true, skip_empty_lines: true, delimiter } as const
    return recordsSchema.parse(parse(csv, options))
  } catch (error) {
    if (error instanceof CsvError) return { line: Number(error.lines ?? 1), column: null, problem: error.message }
    throw error
  }
}

function mistakeOf(line: number, issue: z.core.$ZodIssue): CsvMistake {
  return { line, column: issue.path.length > 0 ? String(issue.path[0]) : null, problem: issue.message }
}

// Cells are text: what they may hold.
export const wholeCell = z.string().regex(/^\d+$/, 'not a whole number').transform(Number)
export const decimalCell = z
  .string()
  .regex(/^-?\d+([.,]\d+)?$/, 'not a number')
  .transform((cell) => Number(cell.replace(',', '.')))
export const booleanCell = z
  .enum(['true', 'false', '1', '0', 'oui', 'non'])
  .transform((cell) => ['true', '1', 'oui'].includes(cell))
export const textCell = z.string().min(1, 'empty')
/** several values with | between them */
export const listCell = z.string().transform((cell) =>
  cell
    .split('|')
    .map((one) => one.trim())
    .filter((one) => one !== ''),
)
export const emptyOr = <Output, Input extends string>(cell: z.ZodType<Output, Input>) =>
  z.union([z.literal('').transform(() => null), cell])
