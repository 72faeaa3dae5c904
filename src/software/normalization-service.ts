import type { Db, Queryable } from '../db/client.ts';
import { findSqlState } from '../db/db-errors.ts';
import { lockObject } from '../db/object-lock.queries.ts';
import { makeError } from '../errors.ts';
import { assertUnchanged, type Expected } from '../model/assert-unchanged.ts';
import type { AuditActor, AuditPort } from '../model/audit.ts';
import { cleanKey } from '../model/clean-text.ts';
import type { Clock } from '../model/clock.ts';
import { type ListPage, parseListQuery, type RawListQuery } from '../model/list-query.ts';
import { makeListFields } from '../model/list-sql.ts';
import { ensureProducts, listNormalizations, recountSoftware } from '../sync/software/software.queries.ts';
import { normalizeNames } from '../sync/software/software-names.ts';
import {
  deleteEmptyProducts,
  deleteNormalization,
  findNormalization,
  insertNormalization,
  listNormalizationRows,
  lockNormalization,
  moveReleases,
  type NormalizationRow,
  normalizationColumns,
  readSpellings,
  updateNormalization,
} from './normalizations.queries.ts';

const maxNameLength = 256;

export interface NormalizationInput {
  incomingName: string;
  standardName: string;
}

export interface NormalizationResult {
  /** Spellings that belong to another product now. */
  movedCount: number;
  /** Products left without any spelling, and removed. */
  removedCount: number;
}

export interface NormalizationServiceDeps {
  db: Db;
  clock: Clock;
  audit: AuditPort<Queryable>;
}

export type NormalizationService = ReturnType<typeof makeNormalizationService>;

/** The list of incoming names and the standard names they mean. Vendors' spellings themselves are never changed. */
export function makeNormalizationService({ db, clock, audit }: NormalizationServiceDeps) {
  async function get(id: number): Promise<NormalizationRow> {
    const found = await findNormalization(db, id);
    if (!found) throw makeError('API_NOT_FOUND', { what: `Entry ${id} of the normalization list` });
    return found;
  }

  /** One name may stand only once; letter case, blanks and what nobody sees do not make it another. */
  async function write<T>(
    input: NormalizationInput,
    run: (entry: NormalizationInput) => Promise<T>,
  ): Promise<T> {
    const entry = { incomingName: cleanKey(input.incomingName), standardName: cleanKey(input.standardName) };
    for (const [field, label] of [
      ['incomingName', 'Incoming name'],
      ['standardName', 'Standard name'],
    ] as const) {
      const problem =
        entry[field] === '' || entry[field].length > maxNameLength
          ? `must have 1 to ${maxNameLength} characters`
          : field === 'incomingName' && /^\*+$/.test(entry[field])
            ? 'must have more than "*", which would make all software one product'
            : field === 'standardName' && entry[field].includes('*')
              ? 'must not contain "*"'
              : undefined;
      if (problem) throw makeError('SOFTWARE_NORMALIZATION_INVALID', { field: label, problem }, { field });
    }
    try {
      return await run(entry);
    } catch (err) {
      if (findSqlState(err) !== '23505') throw err;
      throw makeError(
        'SOFTWARE_NORMALIZATION_EXISTS',
        { name: entry.incomingName },
        { field: 'incomingName', cause: err },
      );
    }
  }

  const record = (
    tx: Queryable,
    by: AuditActor,
    action: string,
    entry: NormalizationInput & { id: number },
  ) =>
    audit.record(tx, {
      by,
      action: `software.normalization-${action}`,
      targetType: 'software_normalization',
      targetId: entry.id,
      targetName: entry.incomingName,
      details: { standardName: entry.standardName },
    });

  return {
    /** Throws API_BAD_REQUEST. */
    async list(raw: RawListQuery): Promise<ListPage<NormalizationRow>> {
      const fields = makeListFields(normalizationColumns, [{ field: 'incomingName', direction: 'asc' }]);
      return listNormalizationRows(db, parseListQuery(raw, fields));
    },

    /** Throws SOFTWARE_NORMALIZATION_INVALID, SOFTWARE_NORMALIZATION_EXISTS. */
    async create(by: AuditActor, input: NormalizationInput): Promise<NormalizationRow> {
      return write(input, (entry) =>
        db.withTransaction(async (tx) => {
          const made = await insertNormalization(tx, { ...entry, at: clock.now(), by: by.name });
          await record(tx, by, 'created', made);
          return made;
        }),
      );
    },

    /** Throws as `create`, API_NOT_FOUND, and API_CHANGED_MEANWHILE where one of `expected` is another by now. */
    async update(
      by: AuditActor,
      id: number,
      input: NormalizationInput,
      expected?: Expected,
    ): Promise<NormalizationRow> {
      await get(id);
      await write(input, (entry) =>
        db.withTransaction(async (tx) => {
          assertUnchanged(expected, (await lockNormalization(tx, id)) ?? {}, entry);
          await updateNormalization(tx, { id, ...entry, at: clock.now(), by: by.name });
          await record(tx, by, 'updated', { id, ...entry });
        }),
      );
      return get(id);
    },

    async delete(by: AuditActor, id: number): Promise<void> {
      const found = await get(id);
      await db.withTransaction(async (tx) => {
        await deleteNormalization(tx, id);
        await record(tx, by, 'deleted', found);
      });
    },

    /** Applies the list to everything installed so far; sessions apply it to what they meet from then on. */
    async apply(by: AuditActor): Promise<NormalizationResult> {
      return db.withTransaction(async (tx) => {
        await lockObject(tx, 'software');
        const list = await listNormalizations(tx);
        const result: NormalizationResult = { movedCount: 0, removedCount: 0 };
        const left = new Set<number>();
        for await (const spellings of readSpellings(tx)) {
          const standards = await normalizeNames(
            list,
            spellings.map(({ name }) => name),
          );
          const moving = spellings
            .map((spelling, index) => ({ ...spelling, standard: standards[index] as string }))
            .filter(({ standard, softwareName }) => standard.toLowerCase() !== softwareName.toLowerCase());
          if (moving.length === 0) continue;
          const wanted = new Map(
            moving.map(({ standard, publisher }) => [standard.toLowerCase(), { name: standard, publisher }]),
          );
          const ids = await ensureProducts(tx, [...wanted.values()], {
            at: clock.now(),
            by: by.name,
            sessionId: null,
          });
          const idOf = (standard: string) =>
            ids.get(wanted.get(standard.toLowerCase())?.name ?? standard) as number;
          await moveReleases(
            tx,
            moving.map(({ id, standard }) => ({ releaseId: id, softwareId: idOf(standard) })),
          );
          for (const { softwareId } of moving) left.add(softwareId);
          result.movedCount += moving.length;
        }
        result.removedCount = await deleteEmptyProducts(tx, [...left]);
        if (result.movedCount > 0) await recountSoftware(tx);
        await audit.record(tx, {
          by,
          action: 'software.normalization-applied',
          targetType: 'software_normalization',
          targetId: 0,
          targetName: 'Normalization list',
          details: { ...result },
        });
        return result;
      });
    },
  };
}
