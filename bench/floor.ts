/**
 * The floor: the least a sync can do. Reads the pages over HTTP, maps the fields, and upserts with COPY and a hash
 * comparison, in the two usual ways:
 *
 *   staging   COPY everything into a temporary table, then insert and update what differs
 *   lookup    ask for the hashes of the page's ids, then COPY only what is new or differs
 *
 * No history, no outcomes, no provenance, no resume, no matching: what stands between this and Muster is the product.
 * Usage: node bench/floor.ts <database url> <source url> <staging|lookup>
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { request } from 'undici';
import { hashToUuid } from '../src/model/hash-to-uuid.ts';
import { escapeText } from './floor-text.ts';

const [databaseUrl = '', sourceUrl = '', way = 'staging'] = process.argv.slice(2);
const pageSize = 1_000;
const batchSize = 10_000;

interface User {
  id: number;
  uid: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  enabled: boolean;
}

const columns =
  'ext_id, email, username, first_name, last_name, full_name, phone, is_active, external_id, role, hash, payload';
const table = `ext_id text PRIMARY KEY, email text, username text, first_name text, last_name text, full_name text,
  phone text, is_active boolean, external_id text, role text, hash uuid NOT NULL, payload json NOT NULL`;

const cell = (value: string | null | undefined) =>
  value === null || value === undefined || value === '' ? '\\N' : escapeText(value);

function toLine(user: User, payload: string, digest: string): string {
  const name = `${user.firstName ?? ''} ${user.lastName ?? ''}`.trim();
  const email = cell(user.email);
  return `${user.id}\t${email}\t${email}\t${cell(user.firstName)}\t${cell(user.lastName)}\t${cell(name)}\t${cell(user.phone)}\t${user.enabled ? 't' : 'f'}\t${cell(user.uid)}\tEmployee\t${digest}\t${payload.includes('\\') ? payload.replaceAll('\\', '\\\\') : payload}\n`;
}

async function readPage(after: number | undefined): Promise<User[]> {
  const url = `${sourceUrl}/v2/users?includeRoles=true&pageSize=${pageSize}${after === undefined ? '' : `&after=${after}`}`;
  const response = await request(url, {
    headers: { authorization: `Bearer ${process.env['FLOOR_TOKEN'] ?? ''}` },
  });
  if (response.statusCode !== 200) throw new Error(`the source answered ${response.statusCode}`);
  return (await response.body.json()) as User[];
}

const client = new pg.Client({ connectionString: databaseUrl });
await client.connect();
const copy = async (target: string, text: string) =>
  pipeline(
    Readable.from([Buffer.from(text)]),
    client.query(copyFrom(`COPY ${target} (${columns}) FROM STDIN`)),
  );

async function storeStaging(batch: readonly User[]): Promise<void> {
  const lines = batch.map((user) => {
    const payload = JSON.stringify(user);
    return toLine(user, payload, hashToUuid(payload));
  });
  await client.query('BEGIN');
  await client.query('TRUNCATE staging');
  await copy('staging', lines.join(''));
  await client.query(`UPDATE floor_people p SET email = s.email, username = s.username, first_name = s.first_name, last_name = s.last_name,
      full_name = s.full_name, phone = s.phone, is_active = s.is_active, external_id = s.external_id, role = s.role,
      hash = s.hash, payload = s.payload::json FROM staging s WHERE p.ext_id = s.ext_id AND p.hash <> s.hash`);
  await client.query(`INSERT INTO floor_people (${columns}) SELECT ${columns.replace('payload', 'payload::json')} FROM staging s
      WHERE NOT EXISTS (SELECT FROM floor_people p WHERE p.ext_id = s.ext_id)`);
  await client.query('COMMIT');
}

async function storeLookup(batch: readonly User[]): Promise<void> {
  const prepared = batch.map((user) => {
    const payload = JSON.stringify(user);
    return { user, payload, digest: hashToUuid(payload) };
  });
  const { rows } = await client.query({
    text: 'SELECT ext_id, hash::text FROM floor_people WHERE ext_id = ANY ($1::text[])',
    values: [batch.map((user) => String(user.id))],
    rowMode: 'array',
  });
  const known = new Map(rows as unknown as [string, string][]);
  const fresh = prepared.filter(({ user }) => !known.has(String(user.id)));
  const changed = prepared.filter(
    ({ user, digest }) => known.has(String(user.id)) && known.get(String(user.id)) !== digest,
  );
  if (fresh.length + changed.length === 0) return;
  await client.query('BEGIN');
  if (fresh.length > 0)
    await copy('floor_people', fresh.map((item) => toLine(item.user, item.payload, item.digest)).join(''));
  if (changed.length > 0) {
    await client.query('TRUNCATE staging');
    await copy('staging', changed.map((item) => toLine(item.user, item.payload, item.digest)).join(''));
    await client.query(`UPDATE floor_people p SET email = s.email, username = s.username, first_name = s.first_name, last_name = s.last_name,
      full_name = s.full_name, phone = s.phone, is_active = s.is_active, external_id = s.external_id, role = s.role,
      hash = s.hash, payload = s.payload::json FROM staging s WHERE p.ext_id = s.ext_id`);
  }
  await client.query('COMMIT');
}

await client.query(`CREATE TABLE IF NOT EXISTS floor_people (${table})`);
await client.query('CREATE UNIQUE INDEX IF NOT EXISTS floor_people_email ON floor_people (lower(email))');
await client.query(
  'CREATE UNIQUE INDEX IF NOT EXISTS floor_people_username ON floor_people (lower(username))',
);
await client.query(
  `CREATE TEMP TABLE staging (${table.replace('PRIMARY KEY', '').replace('payload json', 'payload text')})`,
);

const startedAt = performance.now();
let count = 0;
let after: number | undefined;
let pending: Promise<User[]> = readPage(undefined);
let batch: User[] = [];
for (;;) {
  const page = await pending;
  const isLast = page.length < pageSize;
  after = page.at(-1)?.id;
  if (!isLast) {
    pending = readPage(after);
    pending.catch(() => undefined);
  }
  batch.push(...page);
  count += page.length;
  if (batch.length >= batchSize || isLast) {
    if (batch.length > 0) await (way === 'lookup' ? storeLookup(batch) : storeStaging(batch));
    batch = [];
  }
  if (isLast) break;
}
const elapsedMs = performance.now() - startedAt;
await client.query('ANALYZE floor_people');
await client.end();
console.log(
  JSON.stringify({
    count,
    elapsedMs,
    maxRssKb: process.resourceUsage().maxRSS,
    cpuMs: (process.cpuUsage().user + process.cpuUsage().system) / 1_000,
  }),
);
