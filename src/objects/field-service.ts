import type { Db, Queryable, Tx } from '../db/client.ts';
import { findSqlState } from '../db/db-errors.ts';
import { makeError } from '../errors.ts';
import { assertUnchanged, type Expected } from '../model/assert-unchanged.ts';
import { type AuditActor, type AuditPort, userIdOf } from '../model/audit.ts';
import { cleanKey } from '../model/clean-text.ts';
import type { Clock } from '../model/clock.ts';
import { type FieldType, fieldTypeNames, fieldTypes } from '../model/field-types/field-types.ts';
import type { Field, ObjectName } from '../model/objects.ts';
import { addFieldColumn, listColumnNames, listCustomFields, lockFields } from './custom-fields.queries.ts';
import { makeFieldName } from './make-field-name.ts';
import { type ObjectDefinition, objectDefinitions } from './object-catalog.ts';
import {
  countFieldValues,
  dropField,
  listFieldMappings,
  removeFromMapping,
  renameField,
} from './own-fields.queries.ts';

/** PostgreSQL has room for 1,600 columns in a table, dropped ones included. */
export const customFieldLimit = 200;
const maxLabelLength = 80;
const lockTimeoutMs = 2_000;
const lockAttemptCount = 5;

export interface ObjectView {
  name: ObjectName;
  label: string;
  mayHaveCustomFields: boolean;
  fieldCount: number;
}

export interface FieldService {
  listObjects(): Promise<ObjectView[]>;
  /** Standard fields first, then custom ones in the order they were added. Empty for an object without storage. */
  listFields(object: ObjectName): Promise<Field[]>;
  /** Throws API_NOT_FOUND for an object Muster does not have. */
  getObject(name: string): Promise<ObjectView & { fields: Field[] }>;
  /**
   * Adds a field, that is a column. Throws OBJECT_FIELD_EXISTS, OBJECT_FIELD_INVALID, OBJECT_FIELD_LIMIT, or
   * OBJECT_BUSY when sessions keep the table locked.
   */
  addField(by: AuditActor, object: string, input: NewField): Promise<Field>;
  /** A field of one's own with what hangs on it. Throws API_NOT_FOUND. */
  getField(object: string, name: string): Promise<Field & { uses: FieldUses }>;
  /**
   * Gives a field of one's own another name; mappings and values stay. Throws OBJECT_FIELD_EXISTS,
   * OBJECT_FIELD_INVALID, API_CHANGED_MEANWHILE where one of `expected` is another by now.
   */
  renameField(
    by: AuditActor,
    object: string,
    name: string,
    change: { label: string },
    expected?: Expected,
  ): Promise<Field>;
  /**
   * Deletes a field of one's own with its values, locks and rows of mappings. Throws OBJECT_FIELD_IN_USE where it is a
   * sync key or a session of such an integration is open, OBJECT_BUSY.
   */
  deleteField(by: AuditActor, object: string, name: string): Promise<void>;
}

/** What hangs on a field of one's own. */
export interface FieldUses {
  /** Records with a value in it. */
  recordCount: number;
  lockCount: number;
  mappings: { integrationId: number; integrationName: string; isSyncKey: boolean }[];
}

export interface NewField {
  label: string;
  type: FieldType;
  isUnique: boolean;
}

export interface FieldServiceDeps {
  db: Db;
  clock: Clock;
  audit: AuditPort<Tx>;
}

export function makeFieldService({ db, clock, audit }: FieldServiceDeps): FieldService {
  const findDefinition = (name: string) => objectDefinitions.find((found) => found.name === name);

  function getDefinition(name: string): ObjectDefinition {
    const found = findDefinition(name);
    if (!found) throw makeError('API_NOT_FOUND', { what: `Object "${name}"` });
    return found;
  }

  async function listFields(object: ObjectName): Promise<Field[]> {
    const found = findDefinition(object);
    return found ? [...found.fields, ...(await listCustomFields(db, object))] : [];
  }

  async function findOwnField(from: Queryable, object: string, name: string): Promise<Field> {
    const found = (await listCustomFields(from, object)).find((field) => field.name === name);
    if (!found) throw makeError('API_NOT_FOUND', { what: `Field "${name}" of your own` });
    return found;
  }

  /** Sessions hold the table for moments only: a few tries, then the person is told. */
  async function retryLocks<T>(
    definition: ObjectDefinition,
    label: string,
    change: () => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await change();
      } catch (err) {
        if (!isLockTimeout(err)) throw err;
        if (attempt === lockAttemptCount)
          throw makeError('OBJECT_BUSY', { object: definition.label, label }, { cause: err });
        await clock.sleep(100 * attempt);
      }
    }
  }

  async function makeView(definition: ObjectDefinition): Promise<ObjectView & { fields: Field[] }> {
    const fields = await listFields(definition.name);
    return {
      name: definition.name,
      label: definition.label,
      mayHaveCustomFields: definition.mayHaveCustomFields,
      fieldCount: fields.length,
      fields,
    };
  }

  return {
    listFields,
    listObjects: () => Promise.all(objectDefinitions.map(makeView)),
    getObject: async (name) => makeView(getDefinition(name)),

    async getField(object, name) {
      const definition = getDefinition(object);
      const field = await findOwnField(db, object, name);
      const mappings = await listFieldMappings(db, object, name);
      return {
        ...field,
        uses: {
          ...(await countFieldValues(db, definition.table, field.column)),
          mappings: mappings.map(({ integrationId, integrationName, isSyncKey }) => ({
            integrationId,
            integrationName,
            isSyncKey,
          })),
        },
      };
    },

    async renameField(by, object, name, change, expected) {
      const definition = getDefinition(object);
      await findOwnField(db, object, name);
      const label = checkLabel(change.label);
      return db.withTransaction(async (tx) => {
        await lockFields(tx, object);
        const field = await findOwnField(tx, object, name);
        assertUnchanged(expected, field, change);
        const others = [...definition.fields, ...(await listCustomFields(tx, object))].filter(
          (other) => other.name !== name,
        );
        if (others.some((other) => other.label.toLowerCase() === label.toLowerCase()))
          throw makeError('OBJECT_FIELD_EXISTS', { object: definition.label, label }, { field: 'label' });
        await renameField(tx, object, name, label);
        await audit.record(tx, {
          by,
          action: 'field.renamed',
          targetType: 'field',
          targetId: `${object}.${name}`,
          targetName: label,
          details: { before: field.label },
        });
        return { ...field, label };
      });
    },

    async deleteField(by, object, name) {
      const definition = getDefinition(object);
      const field = await findOwnField(db, object, name);
      const { table } = definition;
      const values = await countFieldValues(db, table, field.column);
      await retryLocks(definition, field.label, () =>
        db.withTransaction(async (tx) => {
          await lockFields(tx, object);
          const mappings = await listFieldMappings(tx, object, name);
          const holder = mappings.find((one) => one.isSyncKey || one.hasOpenSession);
          if (holder)
            throw makeError('OBJECT_FIELD_IN_USE', {
              label: field.label,
              name: holder.integrationName,
              problem: holder.isSyncKey
                ? 'it is a sync key there. Choose another one first'
                : 'a session of it is under way. Wait for its end',
            });
          for (const mapping of mappings)
            await removeFromMapping(tx, mapping, name, { userId: userIdOf(by), at: clock.now() });
          await dropField(tx, { object, table, name: field.column }, lockTimeoutMs);
          await audit.record(tx, {
            by,
            action: 'field.deleted',
            targetType: 'field',
            targetId: `${object}.${name}`,
            targetName: field.label,
            details: { object, type: field.type, ...values, mappingCount: mappings.length },
          });
        }),
      );
    },

    async addField(by, object, input) {
      const definition = getDefinition(object);
      const label = checkInput(definition, input);
      return retryLocks(definition, label, () =>
        db.withTransaction(async (tx) => {
          await lockFields(tx, object);
          const custom = await listCustomFields(tx, object);
          const labels = [...definition.fields, ...custom].map((field) => field.label.toLowerCase());
          if (labels.includes(label.toLowerCase())) {
            throw makeError('OBJECT_FIELD_EXISTS', { object: definition.label, label }, { field: 'label' });
          }
          if (custom.length >= customFieldLimit) {
            throw makeError('OBJECT_FIELD_LIMIT', { object: definition.label, limit: customFieldLimit });
          }
          const name = makeFieldName(label, await listColumnNames(tx, definition.table));
          const { type, isUnique } = input;
          await addFieldColumn(
            tx,
            {
              object,
              table: definition.table,
              name,
              label,
              type,
              isUnique,
              createdBy: userIdOf(by),
              createdAt: clock.now(),
            },
            lockTimeoutMs,
          );
          await audit.record(tx, {
            by,
            action: 'field.created',
            targetType: 'field',
            targetId: `${object}.${name}`,
            targetName: label,
            details: { object, type, isUnique },
          });
          return {
            name,
            column: name,
            label,
            type,
            isUnique,
            isCustom: true,
            isMandatory: false,
            synonyms: [],
          };
        }),
      );
    },
  };
}

function checkLabel(given: string): string {
  const label = cleanKey(given);
  if (label === '' || label.length > maxLabelLength || /\p{Cc}/u.test(label)) {
    const problem = `The name of a field has 1 to ${maxLabelLength} characters.`;
    throw makeError('OBJECT_FIELD_INVALID', { problem }, { field: 'label' });
  }
  return label;
}

function checkInput(definition: ObjectDefinition, input: NewField): string {
  const invalid = (field: string, problem: string) =>
    makeError('OBJECT_FIELD_INVALID', { problem }, { field });
  if (!definition.mayHaveCustomFields) {
    throw invalid('object', `${definition.label} is filled by Muster and takes no fields of your own.`);
  }
  const label = checkLabel(input.label);
  if (!fieldTypes[input.type].mayBeCustom)
    throw invalid('type', `Fields of your own are ${listLabels('mayBeCustom')}.`);
  if (input.isUnique && !fieldTypes[input.type].mayBeUnique) {
    throw invalid(
      'isUnique',
      `Only ${listLabels('mayBeUnique')} fields can be Unique. Choose another type or leave Unique off.`,
    );
  }
  return label;
}

const words = new Intl.ListFormat('en', { type: 'conjunction', style: 'long' });

const listLabels = (may: 'mayBeCustom' | 'mayBeUnique') =>
  words.format(
    fieldTypeNames
      .map((type) => fieldTypes[type])
      .filter((spec) => spec[may])
      .map(({ label }) => label),
  );

function isLockTimeout(err: unknown): boolean {
  return findSqlState(err) === '55P03';
}
