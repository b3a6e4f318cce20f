import { z } from 'zod'
import { newSid } from './webhooks.ts'

/** A Content resource of content.twilio.com/v1. */
export interface ContentResource {
  readonly sid: string
  readonly account_sid: string
  readonly friendly_name: string | null
  readonly language: string
  readonly variables: Readonly<Record<string, string>>
  readonly types: Readonly<Record<string, { readonly body: string }>>
}

const Request = z.object({
  friendly_name: z.string().nullable().default(null),
  language: z.string(),
  variables: z.record(z.string(), z.string()).default({}),
  types: z.partialRecord(
    z.enum(['twilio/text', 'twilio/quick-reply', 'twilio/list-picker', 'twilio/location', 'twilio/media']),
    z.looseObject({ body: z.string() }),
  ),
})

export function createContent(contents: ContentResource[], accountSid: string, body: string): ContentResource {
  const content = { sid: newSid('HX'), account_sid: accountSid, ...Request.parse(JSON.parse(body)) }
  contents.push(content)
  return content
}

export function listContents(contents: readonly ContentResource[]) {
  const url = 'https://content.twilio.com/v1/Content?PageSize=50&Page=0'
  const meta = { page: 0, page_size: 50, key: 'contents', url, first_page_url: url, previous_page_url: null }
  return { meta: { ...meta, next_page_url: null }, contents }
}

const Variables = z.record(z.string(), z.string())

/** The text that the Message resource shows for a content with its variables put in. */
export function renderContent(contents: readonly ContentResource[], params: Readonly<Record<string, string>>): string {
  const content = contents.find(({ sid }) => sid === params.ContentSid)
  const variables = Variables.parse(JSON.parse(params.ContentVariables ?? '{}'))
  const body = Object.values(content?.types ?? {})[0]?.body ?? ''
  return body.replace(/{{(\d+)}}/g, (_, name: string) => variables[name] ?? '')
}
