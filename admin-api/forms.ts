import multipart from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { FILE_TYPES, type FileType, fileNameFor, fileTypeOf, LARGEST_FILE } from '../bot/channels/files.ts'
import type { Api } from './parts.ts'

// Forms with a file (multipart/form-data): one file, a few short fields.

export async function takeForms(api: Api): Promise<void> {
  await api.register(multipart, { limits: { fileSize: LARGEST_FILE, files: 1, fields: 4, fieldSize: 8_000 } })
}

export interface SentForm {
  readonly fields: Readonly<Record<string, unknown>>
  readonly file: { readonly name: string; readonly bytes: Buffer } | null
}

/** Fields may stand before the file or behind it. */
export async function readForm(request: FastifyRequest): Promise<SentForm> {
  const given: Record<string, unknown> = {}
  let file: SentForm['file'] = null
  for await (const part of request.parts()) {
    if (part.type === 'file') file = { name: part.filename, bytes: await part.toBuffer() }
    else given[part.fieldname] = part.value
  }
  return { fields: given, file }
}

/** The file of a form by what its bytes are; null when there is none, or it is of no type we take, or too large. */
export function fileIn({ file }: SentForm): { name: string; contentType: FileType; bytes: Buffer } | null {
  const type = file === null ? null : fileTypeOf(file.bytes)
  if (file === null || type === null || file.bytes.length > FILE_TYPES[type].mostBytes) return null
  return { name: fileNameFor(file.name, type), contentType: type, bytes: file.bytes }
}
