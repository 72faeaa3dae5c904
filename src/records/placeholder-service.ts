import type { Db, Queryable } from '../db/client.ts';
import { makeError } from '../errors.ts';
import { assertUnchanged, type Expected } from '../model/assert-unchanged.ts';
import type { AuditActor, AuditPort } from '../model/audit.ts';
import { toComparable } from '../model/clean-text.ts';
import type { Clock } from '../model/clock.ts';
import { fieldTypes } from '../model/field-types/field-types.ts';
import { type ListPage, parseListQuery, type RawListQuery } from '../model/list-query.ts';
import { makeListFields } from '../model/list-sql.ts';
import type { Field, ObjectName } from '../model/objects.ts';
import { makePlaceholders } from '../sync/decide/placeholders.ts';
import {
  deletePlaceholder,
  findPlaceholder,
  findPossibleHolders,
  insertPlaceholder,
  listPlaceholderRows,
  lockPlaceholder,
  type PlaceholderEntry,
  type PlaceholderRow,
  placeholderColumns,
  updatePlaceholder,
} from './placeholders.queries.ts';

const maxValueLength = 256;
/** Holders a preview looks at in each field, and shows. */
const maxLookedAt = 10_000;
const maxShown = 100;
const objects: readonly ObjectName[] = ['people', 'assets', 'software'];

export interface PlaceholderHolder {
  object: ObjectName;
  recordId: number;
  label: string | null;
  field: string;
  fieldLabel: string;
  value: string;
}

export interface PlaceholderEffect {
  /** Records that hold such a value now. */
  count: number;
  /** False where only the first of them were looked at. */
  isExact: boolean;
  /** The first of them. */
  holders: PlaceholderHolder[];
}

export interface PlaceholderServiceDeps {
  db: Db;
  clock: Clock;
  audit: AuditPort<Queryable>;
  listFields(object: ObjectName): Promise<readonly Field[]>;
}

export type PlaceholderService = ReturnType<typeof makePlaceholderService>;
export type PlaceholderInput = Pick<PlaceholderEntry, 'value'> & Partial<PlaceholderEntry>;

/**
 * The list of values that identify nothing. Sessions follow a change from the next one on and decide every record
 * anew then; what records hold already stays until their vendor says otherwise.
 */
export function makePlaceholderService({ db, clock, audit, listFields }: PlaceholderServiceDeps) {
  async function get(id: number): Promise<PlaceholderRow> {
    const found = await findPlaceholder(db, id);
    if (!found) throw makeError('API_NOT_FOUND', { what: `Entry ${id} of the list of placeholders` });
    return found;
  }

  /** The text fields that find records. */
  async function listKeyFields(): Promise<{ object: ObjectName; field: Field }[]> {
    const found: { object: ObjectName; field: Field }[] = [];
    for (const object of objects)
      for (const field of await listFields(object))
        if (field.isUnique && fieldTypes[field.type].columnType === 'text') found.push({ object, field });
    return found;
  }

  async function check(input: PlaceholderInput): Promise<PlaceholderEntry> {
    const entry: PlaceholderEntry = {
      value: input.value.trim(),
      isPattern: input.isPattern ?? false,
      field: input.field ?? null,
      note: input.note?.trim() ?? '',
    };
    const fail = (field: string, label: string, problem: string) =>
      makeError('PLACEHOLDER_INVALID', { field: label, problem }, { field });
    if (toComparable(entry.value) === '' || entry.value.length > maxValueLength)
      throw fail('value', 'Value', `must have 1 to ${maxValueLength} characters`);
    if (entry.isPattern && !/[\p{L}\p{N}#]/u.test(entry.value))
      throw fail(
        'value',
        'Value',
        'must have a letter or digit besides "*", which would make every value a placeholder',
      );
    if (entry.note.length > 1_000) throw fail('note', 'Note', 'must have at most 1000 characters');
    if (entry.field !== null && !(await listKeyFields()).some(({ field }) => field.name === entry.field))
      throw fail('field', 'Field', `must be the name of a Unique text field; "${entry.field}" is none`);
    return entry;
  }

  async function write<T>(entry: PlaceholderEntry, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (err) {
      if ((err as { code?: unknown }).code !== '23505') throw err;
      throw makeError('PLACEHOLDER_EXISTS', { value: entry.value }, { field: 'value', cause: err });
    }
  }

  const record = (tx: Queryable, by: AuditActor, action: string, entry: PlaceholderEntry & { id: number }) =>
    audit.record(tx, {
      by,
      action: `placeholder.${action}`,
      targetType: 'placeholder',
      targetId: entry.id,
      targetName: entry.value,
      details: { isPattern: entry.isPattern, field: entry.field },
    });

  return {
    /** Throws API_BAD_REQUEST. */
    async list(raw: RawListQuery): Promise<ListPage<PlaceholderRow>> {
      const fields = makeListFields(placeholderColumns, [{ field: 'value', direction: 'asc' }]);
      return listPlaceholderRows(db, parseListQuery(raw, fields));
    },

    /** The fields an entry may be about. */
    async listFields(): Promise<{ object: ObjectName; name: string; label: string }[]> {
      return (await listKeyFields()).map(({ object, field }) => ({
        object,
        name: field.name,
        label: field.label,
      }));
    },

    /** What saving would change: the records that hold such a value now. Throws PLACEHOLDER_INVALID. */
    async preview(input: PlaceholderInput): Promise<PlaceholderEffect> {
      const entry = await check(input);
      const placeholders = makePlaceholders([entry]);
      const effect: PlaceholderEffect = { count: 0, isExact: true, holders: [] };
      for (const { object, field } of await listKeyFields()) {
        if (entry.field !== null && entry.field !== field.name) continue;
        const found = await findPossibleHolders(db, {
          object,
          column: field.column,
          like: likeOf(entry),
          limit: maxLookedAt,
        });
        if (found.length > maxLookedAt) effect.isExact = false;
        for (const { recordId, label, value } of found.slice(0, maxLookedAt)) {
          if (!placeholders.has(value, field.name)) continue;
          effect.count += 1;
          if (effect.holders.length < maxShown)
            effect.holders.push({
              object,
              recordId,
              label,
              field: field.name,
              fieldLabel: field.label,
              value,
            });
        }
      }
      return effect;
    },

    /** Throws PLACEHOLDER_INVALID, PLACEHOLDER_EXISTS. */
    async create(by: AuditActor, input: PlaceholderInput): Promise<PlaceholderRow> {
      const entry = await check(input);
      return write(entry, () =>
        db.withTransaction(async (tx) => {
          const made = await insertPlaceholder(tx, { ...entry, at: clock.now(), by: by.name });
          await record(tx, by, 'created', made);
          return made;
        }),
      );
    },

    /** Throws as `create`, API_NOT_FOUND, and API_CHANGED_MEANWHILE where one of `expected` is another by now. */
    async update(
      by: AuditActor,
      id: number,
      input: PlaceholderInput,
      expected?: Expected,
    ): Promise<PlaceholderRow> {
      await get(id);
      const entry = await check(input);
      await write(entry, () =>
        db.withTransaction(async (tx) => {
          assertUnchanged(expected, (await lockPlaceholder(tx, id)) ?? {}, entry);
          await updatePlaceholder(tx, id, entry);
          await record(tx, by, 'updated', { id, ...entry });
        }),
      );
      return get(id);
    },

    async delete(by: AuditActor, id: number): Promise<void> {
      const found = await get(id);
      await db.withTransaction(async (tx) => {
        await deletePlaceholder(tx, id);
        await record(tx, by, 'deleted', found);
      });
    },
  };
}

/** Letters and digits of the value; everything else may be anything. */
function likeOf({ value, isPattern }: PlaceholderEntry): string {
  const letters = toComparable(value).replaceAll(/[^\p{L}\p{N}*#]/gu, '');
  return isPattern ? letters.replaceAll('*', '%').replaceAll('#', '_') : letters.replaceAll(/[*#]/g, '');
}
