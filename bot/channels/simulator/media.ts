import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { FetchedMedia } from '../channel.ts'

const PICTURES = ['photo.svg', 'document.svg']
const SAMPLES = 4_000
const RATE = 8_000
const PITCH_HZ = 440

/** What the simulated phones send: a drawing, or half a second of a tone for a voice note. */
export function simulatedMedia(ref: string): FetchedMedia {
  if (PICTURES.includes(ref)) {
    const bytes = readFileSync(path.join(import.meta.dirname, 'page', ref))
    return { kind: 'fetched', contentType: 'image/svg+xml', bytes }
  }
  return ref === 'voice.wav'
    ? { kind: 'fetched', contentType: 'audio/wav', bytes: tone() }
    : { kind: 'gone', why: 'no such file' }
}

/** A WAV file: its header of 44 bytes, then 8-bit samples. */
function tone(): Buffer {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + SAMPLES, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(RATE, 24)
  header.writeUInt32LE(RATE, 28)
  header.writeUInt16LE(1, 32)
  header.writeUInt16LE(8, 34)
  header.write('data', 36)
  header.writeUInt32LE(SAMPLES, 40)
  const wave = Uint8Array.from(
    { length: SAMPLES },
    (_, place) => 128 + 60 * Math.sin((2 * Math.PI * PITCH_HZ * place) / RATE),
  )
  return Buffer.concat([header, wave])
}
