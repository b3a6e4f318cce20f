// What Twilio says of an account and its senders: change it to break one thing at a time.

export interface FakeAccount {
  status: string
  type: string
  numbers: { phone_number: string; capabilities: { sms: boolean; mms: boolean; voice: boolean }; sms_url: string }[]
  services: { sid: string; inbound_request_url: string | null; use_inbound_webhook_on_number: boolean }[]
  whatsapp: {
    sender_id: string
    status: string
    webhook: { callback_url: string; callback_method: string; status_callback_url: string }
    properties: { quality_rating: string | null; messaging_limit: string | null }
  }[]
  countries: { country_code: string; type: string; enabled: boolean }[]
  templates: { sid: string; friendly_name: string; approval_requests: { name: string; status: string } }[]
}

/** An account without senders, in good standing, allowed to write to Côte d'Ivoire. */
export function fakeAccount(): FakeAccount {
  return {
    status: 'active',
    type: 'Full',
    numbers: [],
    services: [],
    whatsapp: [],
    countries: [{ country_code: 'CI', type: 'country', enabled: true }],
    templates: [],
  }
}

/** The answer to a question about the account; undefined: another part of the API. */
export function answerAboutAccount(account: FakeAccount, accountSid: string, url: URL): object | undefined {
  const meta = (key: string) => ({
    page: 0,
    page_size: 50,
    key,
    url: url.href,
    next_page_url: null,
    previous_page_url: null,
  })
  switch (url.pathname) {
    case `/2010-04-01/Accounts/${accountSid}.json`:
      return { sid: accountSid, friendly_name: 'fake', status: account.status, type: account.type }
    case `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`: {
      const wanted = url.searchParams.get('PhoneNumber')
      const found = account.numbers.filter(({ phone_number }) => wanted === null || phone_number === wanted)
      return { incoming_phone_numbers: found, next_page_uri: null, page: 0, page_size: 50 }
    }
    case '/v1/Services':
      return { services: account.services, meta: meta('services') }
    case '/v2/Channels/Senders':
      return { senders: account.whatsapp, meta: meta('senders') }
    case '/v1/Messaging/GeoPermissions': {
      const wanted = url.searchParams.get('CountryCode')
      return { permissions: account.countries.filter(({ country_code }) => wanted === null || country_code === wanted) }
    }
    case '/v1/ContentAndApprovals':
      return { contents: account.templates, meta: meta('contents') }
    default:
      return undefined
  }
}
