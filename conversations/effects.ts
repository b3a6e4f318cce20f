import type { Evidence } from '../domain/accounts/habits.ts'
import type { Command } from './commands.ts'

/** A button or a numbered choice: what the contact sees, and the id that comes back. */
export interface Choice {
  readonly id: string
  /** at most 20 characters, so that it fits a WhatsApp button */
  readonly label: string
}

/** A row of a list: at most 10 rows, title of 24 characters, description of 72. */
export interface Row {
  readonly id: string
  readonly title: string
  readonly description?: string
}

/** A file that staff send. Its bytes are kept beside the message. */
export interface FileSaid {
  readonly name: string
  readonly contentType: string
  /** who sends it has looked: nothing in it names or prices restricted goods */
  readonly vouched: boolean
}

/** What is said, before any channel gives it its form. Kept in the outbox. */
export interface Content {
  readonly text: string
  readonly choices?: readonly Choice[]
  readonly list?: { readonly button: string; readonly rows: readonly Row[] }
  /** asks for the WhatsApp location; in words elsewhere */
  readonly askLocation?: boolean
  /** the same in its SMS form, for when a WhatsApp message has to go by SMS */
  readonly sms?: Omit<Content, 'sms' | 'askLocation' | 'file'>
  readonly file?: FileSaid
}

/** Whether the message settled a question about a product, and what that says of the client's habits. */
export interface Learnt {
  readonly settled: boolean
  readonly evidence: readonly Evidence[]
}

/** What a machine asks for. The lane does it, in order, in one transaction. */
export type Effect =
  /** copy is the key of the text, for measuring and transcripts; content its words in the contact's language */
  | {
      readonly type: 'say'
      readonly params: { readonly copy: string; readonly content: Content; readonly urgent: boolean }
    }
  | { readonly type: 'run'; readonly params: Command }
  /** comes back as wake.KEY after that many minutes, unless set again or put to sleep */
  | { readonly type: 'wake'; readonly params: { readonly key: string; readonly minutes: number } }
  | { readonly type: 'sleep'; readonly params: { readonly key: string } }
  /** a person is wanted: why */
  | { readonly type: 'handOver'; readonly params: { readonly reason: string } }
  /** what the message just read taught; the lane keeps it with its reading */
  | { readonly type: 'learn'; readonly params: Learnt }
