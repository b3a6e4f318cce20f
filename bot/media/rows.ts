import { statement } from '../../domain/work/sql.ts'

export interface WaitingMedia {
  readonly itemId: number
  readonly contactId: string
  readonly adapter: string
  readonly ref: string
  readonly kind: 'photo' | 'document' | 'voice' | 'video'
  readonly contentType: string
  readonly language: 'fr' | 'en'
  readonly attempts: number
}

// Claimed by moving its time on: a process that dies with it loses nothing but that minute.
export const claimMedia = statement<WaitingMedia>(
  'media.claim',
  `update media f set attempts = f.attempts + 1, due_at = $1::timestamptz + interval '1 minute'
   from (select item_id from media where status = 'waiting' and due_at <= $1 order by due_at limit $2 for update skip locked) due,
     mailbox_item m, contact c
   where f.item_id = due.item_id and m.id = f.item_id and c.id = m.contact_id
   returning f.item_id::float8 as "itemId", m.contact_id as "contactId", f.adapter, f.ref, f.kind,
     f.content_type as "contentType", c.language, f.attempts`,
)

export const storeMedia = statement(
  'media.store',
  `update media set status = 'stored', bytes = $2, content_type = $3, stored_at = $4 where item_id = $1 and status = 'waiting'`,
)
export const giveUpMedia = statement(
  'media.giveUp',
  `update media set status = 'gone', why = $2 where item_id = $1 and status = 'waiting'`,
)
export const postponeMedia = statement(
  'media.postpone',
  `update media set due_at = $2, why = $3 where item_id = $1 and status = 'waiting'`,
)

// A voice note that was heard is read like any text, and says that it was a voice; one that nobody has read yet.
export const hearVoice = statement<{ contactId: string }>(
  'media.hear',
  `with heard as (update media set transcript = $2 where item_id = $1)
   update mailbox_item set payload = payload || jsonb_build_object('text', $2::text), due_at = $3
   where id = $1 and handled_at is null returning contact_id as "contactId"`,
)

// Nothing more is to be waited for: it is read as what it is.
export const endWaiting = statement<{ contactId: string }>(
  'media.endWaiting',
  `update mailbox_item set payload = payload - 'heardBy', due_at = $2 where id = $1 and handled_at is null
   returning contact_id as "contactId"`,
)
