import { describe, expect, it } from 'vitest'
import { peoplePerDay, readAccountEvent } from '../../../../bot/channels/whatsapp-cloud/account-events.ts'

const numbers = new Map([['2252720000001', '106540352242922']])
const healthsOf = (field: string, value: unknown) =>
  readAccountEvent(field, value, numbers).signals.map(({ health }) => health)

describe('what Meta decides about the account', () => {
  it('for alcohol is a violation of restricted goods; for anything else another', () => {
    const violation = (violation_type: string) =>
      healthsOf('account_update', { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type } })
    expect(violation('ALCOHOL')).toEqual([{ kind: 'violation', of: 'restricted_goods', detail: 'ALCOHOL' }])
    expect(violation('SPAM')).toEqual([{ kind: 'violation', of: 'other', detail: 'SPAM' }])
  })

  it('as a restriction stops it until the last of them ends', () => {
    const restriction = (restriction_info?: object[]) =>
      healthsOf('account_update', { event: 'ACCOUNT_RESTRICTION', ...(restriction_info && { restriction_info }) })
    expect(
      restriction([
        { restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: 1_795_000_000 },
        { restriction_type: 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING', expiration: 1_795_500_000 },
      ]),
    ).toMatchObject([{ kind: 'stopped', why: 'restricted', until: new Date(1_795_500_000_000) }])
    expect(restriction([{ restriction_type: 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING' }])).toMatchObject([
      { until: null },
    ])
    expect(restriction()).toMatchObject([{ kind: 'stopped', until: null }])
    expect(restriction([{ restriction_type: 'RESTRICTED_ADD_PHONE_NUMBER_ACTION', expiration: 1 }])).toEqual([])
  })

  it('as a ban ends it, announces it, or takes it back', () => {
    const ban = (waba_ban_state: unknown) =>
      healthsOf('account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state } })
    expect(ban('DISABLE')).toMatchObject([{ kind: 'stopped', why: 'banned', until: null }])
    expect(ban(['SCHEDULE_FOR_DISABLE'])).toMatchObject([{ kind: 'violation', of: 'other' }])
    expect(ban('REINSTATE')).toEqual([{ kind: 'working' }])
    expect(healthsOf('account_update', { event: 'DISABLED_UPDATE' })).toMatchObject([{ why: 'banned' }])
  })
})

describe('what Meta tells of a number', () => {
  it('is its quality and its limit, under our own id of it', () => {
    const value = { display_phone_number: '+225 27 20 00 00 01', event: 'FLAGGED', current_limit: 'TIER_2K' }
    expect(readAccountEvent('phone_number_quality_update', value, numbers).signals).toMatchObject([
      { sender: '106540352242922', health: { kind: 'quality', quality: 'red' } },
      { sender: '106540352242922', health: { kind: 'limit', peoplePerDay: 2000 } },
    ])
    expect(healthsOf('phone_number_quality_update', { event: 'UNFLAGGED' })).toEqual([
      { kind: 'quality', quality: 'green' },
    ])
    expect(healthsOf('business_capability_update', { max_daily_conversations_per_business: 10_000 })).toEqual([
      { kind: 'limit', peoplePerDay: 10_000 },
    ])
  })

  it.each([
    ['TIER_250', 250],
    ['TIER_10K', 10_000],
    ['TIER_UNLIMITED', null],
    [-1, null],
    [2000, 2000],
    ['TIER_NOT_SET', undefined],
    [undefined, undefined],
  ])('%s people a day', (written, people) => {
    expect(peoplePerDay(written)).toBe(people)
  })
})

describe('templates, alerts and wishes', () => {
  it('that are in trouble are told, others only logged', () => {
    const template = (event: string) =>
      healthsOf('message_template_status_update', { event, message_template_name: 'nouvelles' })
    expect(template('PAUSED')).toMatchObject([{ kind: 'violation', of: 'other', detail: 'modèle nouvelles PAUSED' }])
    expect(template('APPROVED')).toEqual([])
    expect(template('REJECTED')).toEqual([])
    const alert = (alert_severity: string) =>
      healthsOf('account_alerts', { alert_severity, alert_type: 'OBA_REJECTED' })
    expect(alert('CRITICAL')).toHaveLength(1)
    expect(alert('INFORMATIONAL')).toEqual([])
  })

  it('of people who want no advertising are a sign of how we are received', () => {
    const user_preferences = ['stop', 'resume'].map((value) => ({
      wa_id: '225',
      category: 'marketing_messages',
      value,
    }))
    expect(healthsOf('user_preferences', { user_preferences })).toEqual([
      { kind: 'blocked_by_contact', errorCode: '131050' },
    ])
  })

  it('in a form or of a kind that we do not know are logged, never an error', () => {
    for (const field of ['account_update', 'user_preferences', 'security', 'history', '__proto__', 'constructor']) {
      for (const value of [undefined, null, 1, 'x', [], { event: 4 }]) {
        const { signals, note } = readAccountEvent(field, value, numbers)
        expect(signals).toEqual([])
        expect(note?.why).toContain('field')
      }
    }
  })
})
