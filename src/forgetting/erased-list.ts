/**
 * The list of erased people outside the database: an older backup does not know of later erasures. It lies beside the master
 * key, holds hashes and sealed keys, and is merged with the database at every start.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Db } from '../db/client.ts';
import { makeError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import type { Field } from '../model/objects.ts';
import { type ErasureKeys, hashKeyValue, hashNativeId } from './erasure-keys.ts';
import {
  insertErasure,
  insertErasureKey,
  listAllErasures,
  listErasureKeys,
  lockErasures,
  releaseErasure,
} from './erasures.queries.ts';
import { walkPeople } from './walk-people.queries.ts';

/** In the data folder. */
export const erasedListName = 'erased-people.list';

const hex = z.string().regex(/^[\da-f]*$/);
const instant = z.iso.datetime().transform((text) => new Date(text));
const listSchema = z.strictObject({
  format: z.literal(1),
  keys: z.array(z.strictObject({ id: z.uuid(), sealed: hex, wrappedKey: hex, masterKeyId: z.string() })),
  erasures: z.array(
    z.strictObject({
      id: z.uuid(),
      keyId: z.uuid(),
      pseudonym: z.string(),
      erasedAt: instant,
      erasedBy: z.string(),
      counts: z.record(z.string(), z.number()),
      releasedAt: instant.nullable(),
      releasedBy: z.string().nullable(),
      hashes: z.array(hex),
    }),
  ),
});
type List = z.infer<typeof listSchema>;

export interface ErasedListDeps {
  db: Db;
  file: string;
  clock: Clock;
  log: Logger;
  keys: ErasureKeys;
  listFields(object: 'people'): Promise<readonly Field[]>;
}

export type ErasedList = ReturnType<typeof makeErasedList>;

export function makeErasedList({ db, file, clock, log, keys, listFields }: ErasedListDeps) {
  /** Undefined where there is none. Throws ERASURE_LIST_INVALID. */
  async function read(from: string): Promise<List | undefined> {
    let text: string;
    try {
      text = await readFile(from, 'utf8');
    } catch (err) {
      if ((err as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw err;
    }
    try {
      return listSchema.parse(JSON.parse(text));
    } catch (err) {
      throw makeError('ERASURE_LIST_INVALID', { file: from }, { cause: err });
    }
  }

  /** Everything the database knows. Written whole under another name first: a list cut short would be none. */
  async function store(): Promise<void> {
    const erasures = await listAllErasures(db);
    if (erasures.length === 0) return;
    const stored = await listErasureKeys(db);
    const list = {
      format: 1,
      keys: stored.map(({ id, sealed, wrappedKey, masterKeyId }) => ({
        id,
        sealed: sealed.toString('hex'),
        wrappedKey: wrappedKey.toString('hex'),
        masterKeyId,
      })),
      erasures,
    };
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const unfinished = `${file}.${randomUUID()}`;
    const handle = await open(unfinished, 'wx', 0o600);
    try {
      await handle.writeFile(JSON.stringify(list));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
  }

  /** Brings into the database what only the list knows. Returns the erasures that are new here. */
  async function merge(list: List): Promise<List['erasures']> {
    return db.withTransaction(async (tx) => {
      await lockErasures(tx);
      for (const { id, sealed, wrappedKey, masterKeyId } of list.keys) {
        const key = {
          id,
          sealed: Buffer.from(sealed, 'hex'),
          wrappedKey: Buffer.from(wrappedKey, 'hex'),
          masterKeyId,
        };
        // One that cannot be opened recognises nobody; it is said before anything is taken over.
        await keys.open(key);
        await insertErasureKey(tx, key, clock.now());
      }
      const known = new Map((await listAllErasures(tx)).map((erasure) => [erasure.id, erasure]));
      const added: List['erasures'] = [];
      for (const erasure of list.erasures) {
        const here = known.get(erasure.id);
        if (!here) {
          await insertErasure(
            tx,
            erasure,
            erasure.hashes.map((hash) => Buffer.from(hash, 'hex')),
          );
          added.push(erasure);
        } else if (erasure.releasedAt !== null && here.releasedAt === null)
          await releaseErasure(tx, { id: erasure.id, at: erasure.releasedAt, by: erasure.releasedBy ?? '' });
      }
      return added;
    });
  }

  return {
    file,
    store,

    /**
     * Merges the list with the database and erases again whom an older backup has brought back. `from`: another file
     * than the one beside the master key. Throws ERASURE_LIST_INVALID, VAULT_MASTER_KEY_MISSING.
     */
    async apply(
      eraseAgain: (id: number, pseudonym: string) => Promise<void>,
      from = file,
    ): Promise<{ isFound: boolean; erasedCount: number }> {
      const list = await read(from);
      const added = list ? await merge(list) : [];
      const wanted = new Map(
        added.flatMap(({ hashes, pseudonym }) => hashes.map((hash) => [hash, pseudonym])),
      );
      let erasedCount = 0;
      if (wanted.size > 0) {
        const uniques = (await listFields('people')).filter(({ isUnique }) => isUnique);
        const opened = await keys.list(db);
        const again = new Map<number, string>();
        for await (const person of walkPeople(db, uniques))
          for (const key of opened) {
            const hashes = [
              ...person.sources.map(({ integrationId, nativeId }) =>
                hashNativeId(key, integrationId, nativeId),
              ),
              ...person.keys.map(({ field, value }) => hashKeyValue(key, field, value)),
            ];
            const pseudonym = hashes.map((hash) => wanted.get(hash.toString('hex'))).find(Boolean);
            if (pseudonym !== undefined) again.set(person.id, pseudonym);
          }
        for (const [id, pseudonym] of again) await eraseAgain(id, pseudonym);
        erasedCount = again.size;
        if (erasedCount > 0)
          log.warn({ erasedCount }, 'people who had been erased were back and were erased again');
      }
      await store();
      return { isFound: list !== undefined, erasedCount };
    },
  };
}
