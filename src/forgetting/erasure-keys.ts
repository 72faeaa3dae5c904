import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Queryable } from '../db/client.ts';
import { toComparable } from '../model/clean-text.ts';
import type { Clock } from '../model/clock.ts';
import type { Envelope, SealContext, SealedBox } from '../vault/seal/envelope.ts';
import { insertErasureKey, listErasureKeys } from './erasures.queries.ts';

/** A key of the hashes by which an erased person is recognised. */
export interface ErasureKey {
  id: string;
  key: Buffer;
}

export interface StoredErasureKey extends SealedBox {
  id: string;
}

const sealContext = (id: string): SealContext => ({
  kind: 'erasure_key',
  id,
  version: 1,
  what: 'the list of erased people',
});

export type ErasureKeys = ReturnType<typeof makeErasureKeys>;

/** The keys, sealed in the database as all secrets are; opened once per process. */
export function makeErasureKeys({ envelope, clock }: { envelope: Envelope; clock: Clock }) {
  const opened = new Map<string, ErasureKey>();

  async function open({ id, ...box }: StoredErasureKey): Promise<ErasureKey> {
    const known = opened.get(id);
    if (known) return known;
    const text = await envelope.open<string>(sealContext(id), box);
    const found = { id, key: Buffer.from(text, 'base64') };
    opened.set(id, found);
    return found;
  }

  return {
    open,
    async list(db: Queryable): Promise<ErasureKey[]> {
      return Promise.all((await listErasureKeys(db)).map(open));
    },
    /** The key new hashes are made with; made when there is none. */
    async getCurrent(tx: Queryable): Promise<ErasureKey> {
      const [first] = await listErasureKeys(tx);
      if (first) return open(first);
      const id = randomUUID();
      const key = randomBytes(32);
      const box = await envelope.seal(sealContext(id), key.toString('base64'));
      await insertErasureKey(tx, { id, ...box }, clock.now());
      return { id, key };
    },
  };
}

/** An id is known within one integration only: another tenant has people of the same numbers. */
export function hashNativeId({ key }: ErasureKey, integrationId: number, nativeId: string): Buffer {
  return hashOf(key, ['native', integrationId, nativeId]);
}

/** A value of a unique field, whatever its case and invisible characters. */
export function hashKeyValue({ key }: ErasureKey, field: string, value: string): Buffer {
  return hashOf(key, ['key', field, toComparable(value)]);
}

const hashOf = (key: Buffer, parts: readonly (string | number)[]): Buffer =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest();
