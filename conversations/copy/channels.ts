import { rendererOf } from './render.ts'
import { words } from './words.ts'

interface Wish {
  readonly channel: 'whatsapp' | 'sms'
}

const FRENCH = { whatsapp: 'sur WhatsApp', sms: 'par SMS' } as const
const ENGLISH = { whatsapp: 'on WhatsApp', sms: 'by SMS' } as const

/** What is answered to "écrivez-moi par SMS". */
export const CHANNEL_COPY = {
  'channel.preferred': words<Wish>({
    fr: ({ channel }) =>
      `C'est noté : les nouvelles de vos commandes viennent ${FRENCH[channel]}. Vous pouvez toujours écrire des deux côtés.`,
    en: ({ channel }) => `Noted: news of your orders comes ${ENGLISH[channel]}. You can still write on both sides.`,
  }),
  'channel.unknown': words<Wish>({
    fr: ({ channel }) =>
      `Je ne peux pas encore vous écrire ${FRENCH[channel]}. Écrivez-nous là-bas une fois, puis redemandez-le.`,
    en: ({ channel }) => `I can't write to you ${ENGLISH[channel]} yet. Write to us there once, then ask again.`,
  }),
} as const

export const renderChannel = rendererOf<{ 'channel.preferred': Wish; 'channel.unknown': Wish }>(CHANNEL_COPY)
