import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { makeError } from '../errors.ts';
import type { App } from './app-types.ts';

const expectedSchema = z
  .record(z.string(), z.unknown())
  .optional()
  .describe(
    'Fields as they were read: when one of them is another by now, and not what is sent, nothing is saved and API_CHANGED_MEANWHILE names it with its present value.',
  );

/**
 * Every PATCH may say what it changes from. What the caller read is compared with what the same caller would read now,
 * field by field, so that two people may change two fields of one thing, and the second to change one field is told.
 */
export function expectUnchanged(app: App): void {
  app.addHook('onRoute', (route) => {
    const body = route.schema?.body;
    if (route.method !== 'PATCH' || !(body instanceof z.ZodObject)) return;
    route.schema = { ...route.schema, body: body.extend({ expected: expectedSchema }) };
  });
  app.addHook('preHandler', async (request) => {
    if (request.method !== 'PATCH' || typeof request.body !== 'object' || request.body === null) return;
    const { expected, ...change } = request.body as Record<string, unknown>;
    if (expected === undefined) return;
    request.body = change;
    const { cookie, authorization } = request.headers;
    const ask = (url: string) =>
      app.inject({
        method: 'GET',
        url,
        headers: { ...(cookie ? { cookie } : {}), ...(authorization ? { authorization } : {}) },
      });
    const path = request.url.split('?')[0] ?? '';
    const own = await ask(path);
    const now: unknown = own.statusCode === 200 ? own.json() : await findInList(ask, path);
    // What is gone, the change itself says.
    if (typeof now !== 'object' || now === null) return;
    const present = now as Record<string, unknown>;
    const changes = Object.entries(expected as Record<string, unknown>)
      .filter(
        ([field, value]) =>
          field in present &&
          !isDeepStrictEqual(present[field], value) &&
          !isDeepStrictEqual(present[field], change[field]),
      )
      .map(([field]) => ({ field, value: present[field] }));
    if (changes.length > 0)
      throw makeError(
        'API_CHANGED_MEANWHILE',
        { fields: changes.map(({ field }) => field).join(', ') },
        { details: { changes } },
      );
  });
}

/** An entry of a list whose entries have no address to be read at. */
async function findInList(
  ask: (url: string) => Promise<{ statusCode: number; json(): unknown }>,
  path: string,
): Promise<unknown> {
  const at = path.lastIndexOf('/');
  const id = Number(path.slice(at + 1));
  let cursor: string | null = '';
  while (cursor !== null) {
    const answer = await ask(`${path.slice(0, at)}?limit=500${cursor === '' ? '' : `&cursor=${cursor}`}`);
    if (answer.statusCode !== 200) return undefined;
    const page = answer.json() as { items: { id: number }[]; nextCursor: string | null };
    const found = page.items.find((item) => item.id === id);
    if (found) return found;
    cursor = page.nextCursor && encodeURIComponent(page.nextCursor);
  }
  return undefined;
}
