import type { Pool } from 'pg'
import { openPool } from '../../domain/work/pool.ts'
import { type Figures, figuresOf } from './figures.ts'

// The bare limit: the least a message can cost on this PostgreSQL. One SQL function that records the inbound message
// under its unique id, replaces a 2 kB snapshot and queues the reply, called by 16 connections with default durability.

const CONNECTIONS = 16
const CONTACTS = 500
const SNAPSHOT_BYTES = 2_000

const SCHEMA = `
  create table bare_conversation (contact_id int primary key, snapshot jsonb not null, revision int not null default 0);
  create table bare_inbound (id bigint generated always as identity primary key, provider_id text not null unique,
    contact_id int not null, body text not null, at timestamptz not null default now());
  create table bare_outbound (id bigint generated always as identity primary key, contact_id int not null, body text not null,
    status text not null default 'queued', at timestamptz not null default now());
  create function bare_step(the_provider_id text, contact int, body text, next_snapshot jsonb, reply text) returns bigint
  language plpgsql as $$
  declare said bigint;
  begin
    insert into bare_inbound (provider_id, contact_id, body) values (the_provider_id, contact, body) on conflict do nothing;
    if not found then return null; end if;
    update bare_conversation set snapshot = next_snapshot, revision = revision + 1 where contact_id = contact;
    insert into bare_outbound (contact_id, body) values (contact, reply) returning id into said;
    return said;
  end $$;`

/** @param seconds how long it is measured, after a second of warming up */
export async function measureLimit(databaseUrl: string, seconds: number): Promise<Figures> {
  const pool = openPool(databaseUrl, CONNECTIONS)
  try {
    await pool.query(SCHEMA)
    await pool.query(`insert into bare_conversation select g, '{}' from generate_series(0, ${CONTACTS - 1}) g`)
    await drive(pool, 'warm', 1)
    const began = performance.now()
    const times = await drive(pool, 'real', seconds)
    return figuresOf(times, (performance.now() - began) / 1000)
  } finally {
    await pool.end()
  }
}

async function drive(pool: Pool, prefix: string, seconds: number): Promise<number[]> {
  const snapshot = JSON.stringify({ value: 'idle', filler: 'x'.repeat(SNAPSHOT_BYTES - 30) })
  const reply =
    'Votre panier : 2 casiers de Flag 65cl, 3 casiers de Heineken 33cl. Total indicatif 31 500 F. Confirmer ?'
  const end = performance.now() + seconds * 1000
  const times: number[] = []
  let count = 0
  async function one(): Promise<void> {
    while (performance.now() < end) {
      count += 1
      const began = performance.now()
      await pool.query({
        name: 'bare.step',
        text: 'select bare_step($1, $2, $3, $4, $5)',
        values: [`${prefix}-${count}`, count % CONTACTS, '2 casiers de flag et 3 heineken', snapshot, reply],
      })
      times.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, one))
  return times
}
