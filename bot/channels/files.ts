const MEBIBYTE = 1024 * 1024

/** What staff may send and how large, which every WhatsApp takes (providers.md 2.4). */
export const FILE_TYPES = {
  'image/jpeg': { ending: 'jpg', mostBytes: 5 * MEBIBYTE },
  'image/png': { ending: 'png', mostBytes: 5 * MEBIBYTE },
  'application/pdf': { ending: 'pdf', mostBytes: 16 * MEBIBYTE },
  'video/mp4': { ending: 'mp4', mostBytes: 16 * MEBIBYTE },
} as const
export type FileType = keyof typeof FILE_TYPES
export const LARGEST_FILE = 16 * MEBIBYTE

/** What a file is by its first bytes, whatever it is called; null when it is nothing that may be sent. */
export function fileTypeOf(bytes: Buffer): FileType | null {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg'
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'image/png'
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return 'application/pdf'
  return bytes.subarray(4, 8).toString('latin1') === 'ftyp' ? 'video/mp4' : null
}

const LONGEST_NAME = 100

/** The name a phone shows: without folders and control characters, with the ending of what the file is. */
export function fileNameFor(given: string, type: FileType): string {
  const { ending } = FILE_TYPES[type]
  const name = given
    .replace(/^.*[\\/]/, '')
    .replace(/[\p{Cc}\p{Cf}"]/gu, '')
    .trim()
  const stem = name.replace(/\.[a-z0-9]{1,5}$/i, '').slice(0, LONGEST_NAME - ending.length - 1)
  return `${stem === '' ? 'fichier' : stem}.${ending}`
}
