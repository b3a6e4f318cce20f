import { readFileSync } from 'node:fs'
import { it } from 'vitest'
import { openApp } from '../harness/app.ts'

for (const scenario of readFileSync(process.env.EXPLORE ?? '/tmp/explore.txt', 'utf8').split(/^===/m).filter((t) => t.trim() !== '')) it('explores', async () => {
  const app = await openApp({ env: JSON.parse(process.env.EXPLORE_ENV ?? '{}') })
  const lines: string[] = scenario.split('\n').slice(1).filter((l) => l.trim() !== '' && !l.startsWith('#'))
  const seen = new Map<string, number>()
  const phones: [string, 'whatsapp' | 'sms'][] = []
  const names: Record<string, [string, 'whatsapp' | 'sms']> = {
    C1: ['+2250700000001', 'whatsapp'], C2: ['+2250700000002', 'whatsapp'], C3: ['+2250500000003', 'whatsapp'], C4: ['+2250700000004', 'whatsapp'],
    D1: ['+2250700000011', 'sms'], D2: ['+2250500000012', 'sms'], D3: ['+2250100000013', 'sms'], D4: ['+2250700000014', 'sms'], D5: ['+2250500000015', 'sms'], D6: ['+2250700000016', 'sms'],
    N1: ['+2250700000021', 'whatsapp'], N2: ['+2250700000022', 'sms'],
  }
  for (const v of Object.values(names)) phones.push(v)
  let out = '\n=================' + scenario.split('\n')[0] + '\n'
  const say = (l: string) => { out += l + '\n' }
  async function news() {
    for (const [name, [phone, channel]] of Object.entries(names)) {
      const after = seen.get(name) ?? 0
      const shown = await app.shows(channel, phone, after)
      for (const m of shown) {
        seen.set(name, Math.max(seen.get(name) ?? 0, m.seq))
        if (m.direction === 'out') say(`   ${name} <| ${m.text.replaceAll('\n', '\n          ')}${m.choices.length ? '  [' + m.choices.map((c) => `${c.id}=${c.label}`).join('] [') + ']' : ''}`)
      }
    }
  }
  let memo: Record<string, string> = {}
  for (const raw of lines) {
    const line = raw.replaceAll(/\$\{(\w+)\}/g, (_, k) => memo[k] ?? k)
    const [who = '', ...rest] = line.split(' ')
    const text = rest.join(' ')
    say(`> ${line}`)
    try {
    if (who === 'pass') await app.pass(Number(text))
    else if (who === 'sql') { const r = await app.pool.query(text); for (const row of r.rows) say('   sql ' + JSON.stringify(row)) }
    else if (who === 'set') { const [k = '', ...q] = rest; const r = await app.pool.query(q.join(' ')); memo[k] = String(Object.values(r.rows[0] ?? {})[0]); say(`   ${k}=${memo[k]}`) }
    else if (who === 'press') { const [n = '', id = ''] = rest; const p = names[n]; if (p) await app.press(p[1], p[0], id) }
    else { const p = names[who]; if (p) await app.type(p[1], p[0], text) }
    } catch (e) { say('   ERROR ' + String(e)) }
    await news()
  }
  process.stdout.write(out)
  await app.stop()
}, 120_000)
