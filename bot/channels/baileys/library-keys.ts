import {
  type AuthenticationCreds,
  type AuthenticationState,
  BufferJSON,
  initAuthCreds,
  proto,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
} from '@whiskeysockets/baileys'
import { type KeyChange, LeaseLostError, type SealedKeys } from './sealed-keys.ts'

// Baileys' authentication state on our sealed rows. Keys must be stored before the message they belong to is answered,
// so nothing here is put off.

const CREDS = 'creds'

/** @param onLost called when a write was refused because another process has the session */
export function keyStore(keys: SealedKeys, onLost: () => void): SignalKeyStore {
  return {
    async get(type, ids) {
      const found = await keys.read(type, ids)
      const values: { [id: string]: SignalDataTypeMap[typeof type] } = {}
      for (const [id, json] of found) values[id] = revived(type, json)
      return values
    },
    async set(data) {
      await write(keys, changesOf(data), onLost)
    },
    clear: () => keys.forget(),
  }
}

/** JSON makes a plain object of what the protocol has as a message with defaults. */
function revived(type: keyof SignalDataTypeMap, json: string) {
  const value = JSON.parse(json, BufferJSON.reviver)
  return type === 'app-state-sync-key' ? proto.Message.AppStateSyncKeyData.fromObject(value) : value
}

function changesOf(data: SignalDataSet): KeyChange[] {
  return Object.entries(data).flatMap(([type, values]) =>
    Object.entries(values ?? {}).map(([keyId, value]) => ({
      type,
      keyId,
      json: value === null || value === undefined ? null : JSON.stringify(value, BufferJSON.replacer),
    })),
  )
}

async function write(keys: SealedKeys, changes: readonly KeyChange[], onLost: () => void): Promise<void> {
  if (changes.length === 0) return
  try {
    await keys.write(changes)
  } catch (error) {
    if (error instanceof LeaseLostError) onLost()
    throw error
  }
}

/** The state as it was left, or a new one that no phone knows yet. */
export async function readAuth(
  keys: SealedKeys,
  onLost: () => void,
): Promise<{ readonly auth: AuthenticationState; readonly save: () => Promise<void> }> {
  const json = (await keys.read(CREDS, [CREDS])).get(CREDS)
  const creds: AuthenticationCreds = json === undefined ? initAuthCreds() : JSON.parse(json, BufferJSON.reviver)
  return {
    auth: { creds, keys: keyStore(keys, onLost) },
    save: () => write(keys, [{ type: CREDS, keyId: CREDS, json: JSON.stringify(creds, BufferJSON.replacer) }], onLost),
  }
}
