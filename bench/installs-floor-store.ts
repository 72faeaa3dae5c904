/**
 * The two ways in which the installs floor stores the software of a device:
 *
 *   rows   one row per install, as a table is usually laid out: primary key (asset, release), index by release for
 *          "who has this", and beside it one hash per asset
 *   sets   one row per asset with an array of releases, a hash, and a GIN index for "who has this": Muster's own
 *          layout without anything around it
 *
 * In both a release is a row of its own (name, version, publisher) and an install refers to it.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { hashToUuid } from '../src/model/hash-to-uuid.ts';

export interface DeviceSet {
  id: number;
  releaseIds: number[];
  /** `2026-01-31`, or `\N`. */
  days: string[];
}

export const copyInto = (client: pg.Client, target: string, text: string) =>
  pipeline(Readable.from([Buffer.from(text)]), client.query(copyFrom(`COPY ${target} FROM STDIN`)));

const releaseTable = `CREATE TABLE IF NOT EXISTS floor_releases (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL, version text NOT NULL, publisher text NOT NULL, UNIQUE (name, version, publisher))`;

const tables = {
  rows: `CREATE TABLE IF NOT EXISTS floor_installs (asset_id bigint, release_id integer, installed_on date, PRIMARY KEY (asset_id, release_id));
    CREATE INDEX IF NOT EXISTS floor_installs_release ON floor_installs (release_id);
    CREATE TABLE IF NOT EXISTS floor_sets (asset_id bigint PRIMARY KEY, hash uuid NOT NULL)`,
  sets: `CREATE TABLE IF NOT EXISTS floor_sets (asset_id bigint PRIMARY KEY, release_ids integer[] NOT NULL, installed_on date[] NOT NULL, hash uuid NOT NULL);
    CREATE INDEX IF NOT EXISTS floor_sets_releases ON floor_sets USING gin (release_ids)`,
};
export type Way = keyof typeof tables;

export const textOf = (release: { name: string; version?: string; publisher?: string }) =>
  `${release.name}\0${release.version ?? ''}\0${release.publisher ?? ''}`;

export async function makeInstallStore(client: pg.Client, way: Way) {
  await client.query(`${releaseTable};${tables[way]}`);
  const releases = new Map<string, number>();
  const { rows } = await client.query('SELECT id, name, version, publisher FROM floor_releases');
  for (const row of rows) releases.set(textOf(row), row.id);

  /** The device sets of one batch: ask for the hashes, write what is new or differs. */
  async function store(sets: readonly DeviceSet[]): Promise<number> {
    const hashed = sets.map((set) => ({ set, digest: hashToUuid(set.releaseIds.join() + set.days.join()) }));
    const { rows: stored } = await client.query<{ asset_id: string; hash: string }>(
      'SELECT asset_id, hash::text FROM floor_sets WHERE asset_id = ANY ($1::bigint[])',
      [sets.map(({ id }) => id)],
    );
    const known = new Map(stored.map((row) => [Number(row.asset_id), row.hash]));
    const fresh = hashed.filter(({ set, digest }) => known.get(set.id) !== digest);
    if (fresh.length === 0) return 0;
    const stale = fresh.filter(({ set }) => known.has(set.id)).map(({ set }) => set.id);
    await client.query('BEGIN');
    for (const table of stale.length === 0
      ? []
      : way === 'rows'
        ? ['floor_installs', 'floor_sets']
        : ['floor_sets'])
      await client.query(`DELETE FROM ${table} WHERE asset_id = ANY ($1::bigint[])`, [stale]);
    let [lines, setLines] = ['', ''];
    for (const { set, digest } of fresh) {
      const { id, releaseIds, days } = set;
      if (way === 'sets') {
        setLines += `${id}\t{${releaseIds.join()}}\t{${days.join().replaceAll('\\N', 'NULL')}}\t${digest}\n`;
        continue;
      }
      setLines += `${id}\t${digest}\n`;
      for (const [at, releaseId] of releaseIds.entries()) lines += `${id}\t${releaseId}\t${days[at]}\n`;
    }
    if (lines !== '') await copyInto(client, 'floor_installs', lines);
    await copyInto(client, 'floor_sets', setLines);
    await client.query('COMMIT');
    return fresh.length;
  }

  return {
    store,
    releaseIdOf: (text: string) => releases.get(text),
    async learn(texts: readonly string[]): Promise<void> {
      const parts = texts.map((text) => text.split('\0'));
      const found = await client.query(
        'INSERT INTO floor_releases (name, version, publisher) SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) RETURNING id, name, version, publisher',
        [0, 1, 2].map((at) => parts.map((part) => part[at])),
      );
      for (const row of found.rows) releases.set(textOf(row), row.id);
    },
  };
}
