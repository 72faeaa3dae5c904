/**
 * `node bench/loop.ts [--bar 200]`: sends hostile input of maximal size to every route of a running Muster and reports the
 * longest block of its event loop for each. Fails when one is longer than the bar. On a machine with other work the figures are
 * too high: repeat what is over the bar.
 */
import { fork } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nodeEnvironment, nodeFlags } from '../scripts/node-flags.mjs';
import { awkwardTexts, makeHostile, type Schema } from './hostile-input.ts';

const { values } = parseArgs({
  options: { bar: { type: 'string', default: '200' }, only: { type: 'string', default: '' } },
});
const barMs = Number(values.bar);
const bodyLimit = 2 * 1024 * 1024;
/** Ends the session this program works with, or keeps a connection open for ever. */
const leftOut = new Set(['POST /api/sign-out', 'POST /api/me/password', 'GET /api/events']);

interface Operation {
  requestBody?: { content?: { 'application/json'?: { schema?: Schema } } };
  parameters?: { name: string; in: string; schema?: Schema }[];
}
const description = JSON.parse(
  await readFile(join(import.meta.dirname, '../docs/generated/openapi.json'), 'utf8'),
) as { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Schema> } };

const folder = await mkdtemp(join(tmpdir(), 'muster-loop-'));
const child = fork(join(import.meta.dirname, 'loop-process.ts'), [], {
  execArgv: [...nodeFlags],
  env: {
    ...nodeEnvironment,
    PATH: process.env['PATH'],
    MUSTER_DATA_DIR: folder,
    MUSTER_PORT: '0',
    MUSTER_ADMIN_EMAIL: 'admin@example.com',
    MUSTER_ADMIN_PASSWORD: 'loop bench correct horse 9',
    MUSTER_LOG_LEVEL: 'error',
  },
});
const receive = <T>() =>
  new Promise<T>((resolve, reject) => {
    const onExit = () => reject(new Error('Muster ended'));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as T);
    });
  });
const ask = <T>(message: object): Promise<T> => {
  const answer = receive<T>();
  child.send(message);
  return answer;
};

const { url } = await receive<{ url: string }>();
const signedIn = await fetch(`${url}/api/sign-in`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ email: 'admin@example.com', password: 'loop bench correct horse 9' }),
});
const cookie = signedIn.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
const { csrfToken } = (await signedIn.json()) as { csrfToken: string };
if (!signedIn.ok || !csrfToken) throw new Error('signing in failed');

// One of everything, so that routes find what they look for; the sample is as large as a sample may be.
const hostileRecord = JSON.stringify({ id: 1, x: `${'a b '.repeat(9_000)}` });
await ask({
  sql: `INSERT INTO integrations (name, connector_id, stream_id, object, schedule) VALUES ('Loop', 'ninjaone', 'end-users', 'people', '{"kind":"manual"}');
    INSERT INTO people (username, email, notes, created_at, created_by, updated_at, updated_by) VALUES ('a', 'a@example.com', repeat('x', 1000), now(), 'x', now(), 'x');
    INSERT INTO source_records (integration_id, native_id, record_id, payload, first_seen_at, first_session_id, last_changed_at, last_session_id)
      SELECT 1, '1', 1, json_build_object('id', 1, 'list', (SELECT json_agg(n) FROM generate_series(1, 150000) n)), now(), 1, now(), 1;
    INSERT INTO sessions (integration_id, kind, status, ended_at, test_payload) VALUES (1, 'test', 'succeeded', now(), '{"a":1}');
    INSERT INTO session_outcomes (session_id, outcome, label, details) SELECT 1, 'skipped', repeat('x', 500), jsonb_build_object('a', repeat('y', 5000)) FROM generate_series(1, 1000);
    INSERT INTO session_log (session_id, at, level, message) SELECT 1, now(), 'info', repeat('x', 5000) FROM generate_series(1, 2000);
    INSERT INTO software_normalizations (incoming_name, standard_name, created_at, created_by, updated_at, updated_by)
      SELECT repeat('*a', 100) || n, 'Product ' || n, now(), 'x', now(), 'x' FROM generate_series(1, 1000) n;
    INSERT INTO software (name, created_at, created_by, updated_at, updated_by) VALUES ('p', now(), 'x', now(), 'x');
    INSERT INTO software_releases (key, name, version, publisher, software_id) SELECT gen_random_uuid(), repeat('a', 200) || n, '1', '', 1 FROM generate_series(1, 3000) n;
    INSERT INTO integration_samples VALUES (1, now(), '[${Array.from({ length: 25 }, () => hostileRecord).join(',')}]')`,
});

interface Request {
  name: string;
  method: string;
  path: string;
  body?: string;
}

/** What takes away whom others look for comes last. */
const isDestructive = (method: string, path: string) =>
  method === 'DELETE' || path.endsWith('/erase') || path.endsWith('/release');

function* listRequests(destructive: boolean): Generator<Request> {
  const { schemas } = description.components;
  for (const [path, operations] of Object.entries(description.paths))
    for (const [lower, operation] of Object.entries(operations)) {
      const method = lower.toUpperCase();
      if (leftOut.has(`${method} ${path}`) || !path.includes(values.only)) continue;
      if (isDestructive(method, path) !== destructive) continue;
      const filled = path.replaceAll('{object}', 'people').replace(/\{\w+\}/g, '1');
      const schema = operation.requestBody?.content?.['application/json']?.schema;
      for (const [kind, makeText] of Object.entries(awkwardTexts)) {
        const query = (operation.parameters ?? [])
          .filter((parameter) => parameter.in === 'query' && parameter.name !== 'cursor')
          .map(({ name, schema: of = {} }) => [name, makeHostile(of, { schemas, longest: 1_500, makeText })])
          .filter(([, value]) => typeof value !== 'object')
          .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
          .join('&');
        const address = `${filled}${query === '' ? '' : `?${query.slice(0, 12_000)}`}`;
        const name = `${method} ${path} (${kind})`;
        if (!schema) {
          yield { name, method, path: address };
          if (query === '') break;
          continue;
        }
        for (const longest of [2_000, 60_000, 1_500_000]) {
          const body = JSON.stringify(makeHostile(schema, { schemas, longest, makeText }));
          if (body.length > bodyLimit) break;
          yield { name, method, path: address, body };
        }
      }
      if (!schema) continue;
      yield {
        name: `${method} ${path} (deep)`,
        method,
        path: filled,
        body: `{"a":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`,
      };
      const keys = Array.from({ length: 150_000 }, (_, index) => `"k${index}":1`).join(',');
      yield { name: `${method} ${path} (keys)`, method, path: filled, body: `{${keys}}` };
    }
}

/** Mappings whose every row works as hard as it may. */
function* listPreviews(): Generator<Request> {
  for (const filter of [
    '| title',
    '| upper | lower'.repeat(60),
    '| replace: "a", "aaaaaaaa" | replace: "aa", "a"'.repeat(30),
    '| split: "" | sort | join',
    '| main_ip',
    '| split: " " | json',
  ]) {
    const rows = [
      'fullName',
      'firstName',
      'lastName',
      'department',
      'company',
      'location',
      'address',
      'notes',
    ].map((target) => ({
      target,
      source: { kind: 'path', path: `{{ x ${filter} }}` },
      writeRule: 'always',
    }));
    yield {
      name: `POST /api/integrations/{id}/mapping/preview (x ${filter.slice(0, 30)})`,
      method: 'POST',
      path: '/api/integrations/1/mapping/preview',
      body: JSON.stringify({ mapping: { rows } }),
    };
  }
}

const worst = new Map<string, { longestMs: number; status: number }>();
async function send(request: Request): Promise<void> {
  await ask({});
  const answer = await fetch(`${url}${request.path}`, {
    method: request.method,
    headers: {
      cookie,
      'x-csrf-token': csrfToken,
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(request.body === undefined ? {} : { body: request.body }),
    redirect: 'manual',
  });
  await answer.arrayBuffer();
  const { longestMs } = await ask<{ longestMs: number }>({});
  const before = worst.get(request.name);
  if (!before || before.longestMs < longestMs) worst.set(request.name, { longestMs, status: answer.status });
}

let sentCount = 0;
try {
  for (const requests of [listPreviews(), listRequests(false), listRequests(true)])
    for (const request of requests) {
      await send(request);
      sentCount += 1;
      // Once more before it is believed: another program may have had the processor.
      if ((worst.get(request.name)?.longestMs ?? 0) > barMs) {
        worst.delete(request.name);
        await send(request);
      }
    }
} finally {
  await ask({ stop: true }).catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
}
const sorted = [...worst]
  .map(([name, found]) => ({ name, ...found }))
  .sort((left, right) => right.longestMs - left.longestMs);
for (const { name, longestMs, status } of sorted.slice(0, 25))
  console.log(`${longestMs.toFixed(0).padStart(7)} ms  ${status}  ${name}`);
const over = sorted.filter(({ longestMs }) => longestMs > barMs);
if (values.only === '')
  await writeFile(
    join(import.meta.dirname, 'results/loop.json'),
    `${JSON.stringify({ node: process.version, barMs, sentCount, longest: sorted.slice(0, 25) }, null, 2)}\n`,
  );
console.log(`${sentCount} requests; ${over.length} routes over ${barMs} ms.`);
process.exitCode = over.length > 0 ? 1 : 0;
