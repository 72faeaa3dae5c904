import type { FindErased } from '../sync/run.ts';
import { type ErasureKeys, hashKeyValue, hashNativeId } from './erasure-keys.ts';
import { findKnownHashes, hasErasedKeys } from './erasures.queries.ts';

/** Recognises people who were erased, by the ids and keys a source gives them. Without any it asks one cheap question. */
export function makeFindErased(keys: ErasureKeys): FindErased {
  return async (db, integrationId, listNewcomers) => {
    const found = new Set<number>();
    if (!(await hasErasedKeys(db))) return found;
    const newcomers = listNewcomers();
    const hashed: { index: number; hash: Buffer }[] = [];
    for (const key of await keys.list(db))
      for (const [index, { nativeId, keys: values }] of newcomers.entries()) {
        hashed.push({ index, hash: hashNativeId(key, integrationId, nativeId) });
        for (const { field, value } of values) hashed.push({ index, hash: hashKeyValue(key, field, value) });
      }
    const known = await findKnownHashes(
      db,
      hashed.map(({ hash }) => hash),
    );
    for (const { index, hash } of hashed) if (known.has(hash.toString('hex'))) found.add(index);
    return found;
  };
}
