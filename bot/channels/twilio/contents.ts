import { z } from 'zod'
import type { Shaped } from '../shape.ts'
import type { TwilioClient, TwilioOptions } from './client.ts'

export interface ContentUse {
  readonly contentSid: string
  /** JSON text */
  readonly contentVariables: string
}

export interface Contents {
  /** undefined when Twilio gives us no Content resource: then the message goes as numbered text */
  contentFor(shaped: Shaped): Promise<ContentUse | undefined>
}

const CONTENT_URL = 'https://content.twilio.com/v1/Content'
const Created = z.object({ statusCode: z.number(), body: z.object({ sid: z.string().startsWith('HX') }) })
const Listed = z.object({
  body: z.object({ contents: z.array(z.object({ sid: z.string(), friendly_name: z.string().nullable() })) }),
})

interface Template {
  readonly name: string
  readonly type: string
  readonly form: object
  /** in the order of {{1}}, {{2}}... */
  readonly values: readonly string[]
}

/**
 * WhatsApp buttons and lists need a Content resource, and its parts may all be variables: one per number of buttons or
 * rows serves every message, 13 in all. They work within the 24-hour window only, without approval.
 */
export function keepingContents(client: TwilioClient, log: TwilioOptions['log']): Contents {
  const sids = new Map<string, Promise<string | undefined>>()
  let existing: Promise<Map<string, string>> | undefined

  async function findOrCreate(template: Template): Promise<string | undefined> {
    existing ??= listContents(client)
    try {
      return (await existing).get(template.name) ?? (await createContent(client, template))
    } catch (error) {
      // Asked again with the next message; this one goes as numbered text.
      existing = undefined
      sids.delete(template.name)
      log.warn({ template: template.name, error: error instanceof Error ? error.message : '' }, 'twilio: no content')
      return undefined
    }
  }

  return {
    async contentFor(shaped) {
      const template = templateOf(shaped)
      const sid = sids.get(template.name) ?? findOrCreate(template)
      sids.set(template.name, sid)
      const contentSid = await sid
      if (contentSid === undefined) return undefined
      return { contentSid, contentVariables: JSON.stringify(numberedValues(template.values)) }
    },
  }
}

function templateOf({ text, buttons = [], list }: Shaped): Template {
  if (list === undefined) {
    const actions = buttons.map((_, index) => ({
      type: 'QUICK_REPLY',
      title: `{{${2 + index * 2}}}`,
      id: `{{${3 + index * 2}}}`,
    }))
    return {
      name: `distri_night_buttons_${buttons.length}`,
      type: 'twilio/quick-reply',
      form: { body: '{{1}}', actions },
      values: [text, ...buttons.flatMap(({ label, id }) => [label, id])],
    }
  }
  const items = list.rows.map((_, index) => ({
    item: `{{${3 + index * 3}}}`,
    id: `{{${4 + index * 3}}}`,
    description: `{{${5 + index * 3}}}`,
  }))
  return {
    name: `distri_night_list_${list.rows.length}`,
    type: 'twilio/list-picker',
    form: { body: '{{1}}', button: '{{2}}', items },
    // A variable may not be empty.
    values: [text, list.button, ...list.rows.flatMap(({ title, id, description }) => [title, id, description || '-'])],
  }
}

function numberedValues(values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [String(index + 1), value]))
}

// client.content.v1.contents.create of twilio 6.2.0 posts its own property names (twilioQuickReply) where the API wants
// the wire's (twilio/quick-reply): the SDK's plain request instead.
async function createContent(client: TwilioClient, { name, type, form, values }: Template): Promise<string> {
  const samples = numberedValues(values.map((_, index) => `exemple ${index + 1}`))
  const data = { friendly_name: name, language: 'fr', variables: samples, types: { [type]: form } }
  const headers = { 'Content-Type': 'application/json' }
  return Created.parse(await client.request({ method: 'post', uri: CONTENT_URL, data, headers })).body.sid
}

async function listContents(client: TwilioClient): Promise<Map<string, string>> {
  const answer = Listed.parse(await client.request({ method: 'get', uri: CONTENT_URL, params: { PageSize: 500 } }))
  return new Map(answer.body.contents.map(({ friendly_name, sid }) => [friendly_name ?? '', sid]))
}
