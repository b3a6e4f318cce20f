import type { Boom } from '@hapi/boom'
import makeWASocket, {
  type ConnectionState,
  makeCacheableSignalKeyStore,
  proto,
  type WAMessage,
  type WASocket,
} from '@whiskeysockets/baileys'
import { downloadFile, FILE_PATIENCE_MS } from './library-files.ts'
import { hangUp } from './library-hanging-up.ts'
import { readAuth } from './library-keys.ts'
import { libraryLog, quietConsole } from './library-quiet.ts'
import { awaitingAcks, contentFor } from './library-writing.ts'
import type { Connecting, Device, DeviceEvents, WhatsAppWeb } from './whatsapp-web.ts'

// The one file that starts Baileys; it is loaded only where the channel is configured (channel.ts).

export interface LibraryOptions {
  /** another server than WhatsApp's: tests */
  readonly url?: string
  readonly connectTimeoutMs?: number
  /** how long the server's word about a message is waited for */
  readonly ackTimeoutMs?: number
  /** how long the media host is waited for, and a phone that is to upload a file again */
  readonly filePatienceMs?: number
  /** another media host than WhatsApp's: tests */
  readonly mediaHost?: string
}

const ACK_TIMEOUT_MS = 15_000
const CREDS_TRIES = 5
const GENERAL_FAILURE = 500

export function baileysLibrary(options: LibraryOptions = {}): WhatsAppWeb {
  quietConsole()
  return {
    connect: (how) => connect(how, options),
    async download(message, maxBytes, device) {
      const reupload = device === undefined ? undefined : reuploads.get(device)
      const { mediaHost: host, filePatienceMs: patienceMs } = options
      return downloadFile(proto.WebMessageInfo.decode(message), { maxBytes, reupload, host, patienceMs })
    },
  }
}

/** A file that WhatsApp has forgotten is uploaded again by the phone that has it, on a live connection. */
const reuploads = new WeakMap<Device, (message: WAMessage) => Promise<WAMessage>>()

async function connect(how: Connecting, options: LibraryOptions): Promise<Device> {
  const logger = libraryLog(how.log)
  const { auth, save } = await readAuth(how.keys, how.events.leaseLost)
  const socket = makeWASocket({
    auth: { creds: auth.creds, keys: makeCacheableSignalKeyStore(auth.keys, logger) },
    logger,
    // Else the phone itself gets no notifications any more.
    markOnlineOnConnect: false,
    syncFullHistory: false,
    shouldSyncHistoryMessage: () => false,
    emitOwnEvents: false,
    shouldIgnoreJid: how.isIgnored,
    getMessage: async ({ id }) => messageAgain(await how.sentMessage(id ?? '')),
    ...(options.url !== undefined && { waWebSocketUrl: options.url }),
    ...(options.connectTimeoutMs !== undefined && { connectTimeoutMs: options.connectTimeoutMs }),
  })
  const events = whileOpen(how.events)
  listen(socket, events)
  keepCreds(socket, save, how)
  const device = deviceOn(socket, events.end, options)
  reuploads.set(device, socket.updateMediaMessage)
  return device
}

function messageAgain(sent: Awaited<ReturnType<Connecting['sentMessage']>>): proto.IMessage | undefined {
  if (sent === undefined) return undefined
  return 'text' in sent ? { extendedTextMessage: { text: sent.text } } : proto.Message.decode(sent.message)
}

/** Events until the connection is over: one that was hung up says nothing more. */
function whileOpen(events: DeviceEvents): { readonly tell: (act: (to: DeviceEvents) => void) => void; end(): void } {
  let isOver = false
  return {
    tell(act) {
      if (!isOver) act(events)
    },
    end() {
      isOver = true
    },
  }
}

function listen(socket: WASocket, { tell }: ReturnType<typeof whileOpen>): void {
  const { ev } = socket
  ev.on('connection.update', (update) => tell((to) => tellConnection(update, to, socket)))
  ev.on('messages.upsert', ({ messages, type }) => {
    const batch = messages.map((info) => ({
      info,
      encode: () => proto.WebMessageInfo.encode(proto.WebMessageInfo.fromObject(info)).finish(),
    }))
    tell((to) => to.received({ arrived: type === 'notify' ? 'now' : 'missed', messages: batch }))
  })
  ev.on('messages.update', (updates) => {
    const seen = updates.flatMap(({ key, update }) => {
      if (typeof update.status !== 'number' || !key.id) return []
      const [errorCode] = Array.isArray(update.messageStubParameters) ? update.messageStubParameters : []
      const code = errorCode === undefined || errorCode === null ? null : String(errorCode)
      return [{ id: key.id, isFromUs: key.fromMe === true, status: update.status, errorCode: code }]
    })
    if (seen.length > 0) tell((to) => to.statuses(seen))
  })
  ev.on('lid-mapping.update', ({ lid, pn }) => tell((to) => to.mapped([{ lid, phone: pn }])))
  ev.on('messaging-history.set', ({ lidPnMappings = [] }) => {
    if (lidPnMappings.length > 0) tell((to) => to.mapped(lidPnMappings.map(({ lid, pn }) => ({ lid, phone: pn }))))
  })
}

function tellConnection(update: Partial<ConnectionState>, to: DeviceEvents, { user }: WASocket): void {
  const { connection, lastDisconnect, qr, isNewLogin, reachoutTimeLock: lock } = update
  if (qr !== undefined) to.qr(qr)
  if (isNewLogin === true) to.paired()
  if (lock !== undefined) {
    const why = String(lock.enforcementType ?? 'DEFAULT')
    to.restricted({ isActive: lock.isActive === true, why, until: lock.timeEnforcementEnds ?? null })
  }
  if (connection === 'open') to.open({ jid: user?.id ?? '', lid: user?.lid ?? null })
  if (connection === 'close') to.closed(statusCodeOf(lastDisconnect?.error), lastDisconnect?.error?.message ?? 'closed')
}

function statusCodeOf(error: Boom | Error | undefined): number {
  return error !== undefined && 'output' in error ? error.output.statusCode : GENERAL_FAILURE
}

/** Every change of the credentials is stored, in order; the state object is changed before we hear of it. */
function keepCreds(socket: WASocket, save: () => Promise<void>, { log }: Connecting): void {
  let last: Promise<void> = Promise.resolve()
  const saveSoon = async (triesLeft: number): Promise<void> => {
    try {
      await save()
    } catch (error) {
      if (triesLeft > 1) return saveSoon(triesLeft - 1)
      log.error({ err: error }, 'the credentials of a WhatsApp session could not be stored')
    }
  }
  socket.ev.on('creds.update', () => {
    last = last.then(() => saveSoon(CREDS_TRIES))
  })
}

function deviceOn(
  socket: WASocket,
  end: () => void,
  { ackTimeoutMs = ACK_TIMEOUT_MS, filePatienceMs = FILE_PATIENCE_MS }: LibraryOptions,
): Device {
  const acks = awaitingAcks(socket.ws, ackTimeoutMs)
  return {
    requestPairingCode: (digits) => socket.requestPairingCode(digits),
    async findOnWhatsApp(digits) {
      const [found] = (await socket.onWhatsApp(`${digits}@s.whatsapp.net`)) ?? []
      return found?.exists ? found.jid : null
    },
    phoneOf: (lid) => socket.signalRepository.lidMapping.getPNForLID(lid),
    showTyping: (jid, isTyping) => socket.sendPresenceUpdate(isTyping ? 'composing' : 'paused', jid),
    async write(jid, content, id) {
      const answer = acks.of(id)
      try {
        const left = await socket.sendMessage(jid, contentFor(content), {
          messageId: id,
          // Else a media host that is silent would keep every other letter from being written.
          mediaUploadTimeoutMs: filePatienceMs,
        })
        const ack = await answer.promise
        if (ack.kind !== 'acked') return ack
        return { kind: 'sent', message: proto.Message.encode(proto.Message.fromObject(left?.message ?? {})).finish() }
      } catch (error) {
        // It keeps its id when it is written again, so that what may have left after all is the same message.
        return { kind: 'failed', why: error instanceof Error ? error.message : 'unknown' }
      } finally {
        answer.forget()
      }
    },
    markRead: (chat, ids) => socket.readMessages(ids.map((id) => ({ remoteJid: chat, id, fromMe: false }))),
    async logOut() {
      end()
      await socket.logout()
    },
    async close() {
      end()
      await hangUp(socket)
    },
  }
}
