import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

// What a session keeps in the database is the number itself: whoever can read it can write as it. AES-256-GCM, each row
// bound to its place, so that nothing sealed can be put elsewhere either.

const VERSION = 1
const NAME_BYTES = 4
const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEAD_BYTES = 1 + NAME_BYTES + NONCE_BYTES + TAG_BYTES

/** Where a row is: `session/type/id`. */
export type Place = string

export interface Sealing {
  seal(place: Place, bytes: Uint8Array): Buffer
  /** @throws WrongSealError when none of the keys made it, or it belongs elsewhere, or it was changed */
  open(place: Place, sealed: Uint8Array): Buffer
  /** whether it was sealed with the key that seals now: else it is to be sealed again */
  isCurrent(sealed: Uint8Array): boolean
}

export class WrongSealError extends Error {
  readonly isForPeople = true
  constructor(place: Place, why: string) {
    super(
      `BAILEYS_SESSION_KEY : la session WhatsApp enregistrée (${place}) ne s’ouvre pas avec cette clé (${why}). ` +
        'Remettez la clé d’avant ; pour en changer, écrivez la nouvelle puis l’ancienne, séparées par une virgule.',
    )
    this.name = 'WrongSealError'
  }
}

interface Key {
  /** the first bytes of its hash: says which of several keys made a row, and nothing of the key */
  readonly name: Buffer
  readonly bytes: Buffer
}

/** @param keys 32 bytes each: the first seals, all of them open */
export function sealingWith(keys: readonly Buffer[]): Sealing {
  const known = keys.map((bytes): Key => ({ bytes, name: nameOf(bytes) }))
  const [current] = known
  if (current === undefined) throw new Error('A session is sealed with a key: none was given.')
  return {
    seal(place, bytes) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', current.bytes, nonce)
      cipher.setAAD(Buffer.from(place))
      const text = Buffer.concat([cipher.update(bytes), cipher.final()])
      return Buffer.concat([Buffer.of(VERSION), current.name, nonce, cipher.getAuthTag(), text])
    },
    open(place, sealed) {
      const all = Buffer.from(sealed)
      const key = all[0] === VERSION ? known.find(({ name }) => name.equals(nameIn(all))) : undefined
      if (key === undefined || all.length < HEAD_BYTES) throw new WrongSealError(place, 'une autre clé')
      const nonce = all.subarray(1 + NAME_BYTES, 1 + NAME_BYTES + NONCE_BYTES)
      const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: TAG_BYTES })
      decipher.setAAD(Buffer.from(place))
      decipher.setAuthTag(all.subarray(HEAD_BYTES - TAG_BYTES, HEAD_BYTES))
      try {
        return Buffer.concat([decipher.update(all.subarray(HEAD_BYTES)), decipher.final()])
      } catch {
        throw new WrongSealError(place, 'contenu changé ou déplacé')
      }
    },
    isCurrent: (sealed) => current.name.equals(nameIn(Buffer.from(sealed))),
  }
}

const nameIn = (sealed: Buffer): Buffer => sealed.subarray(1, 1 + NAME_BYTES)

function nameOf(key: Buffer): Buffer {
  return createHash('sha256').update('name of a session key').update(key).digest().subarray(0, NAME_BYTES)
}
