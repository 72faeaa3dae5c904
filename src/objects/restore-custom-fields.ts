import type { CustomColumns } from '../db/backup/restore-backup.ts';
import { customFieldTypes, type FieldType, fieldTypes } from '../model/field-types/field-types.ts';
import { addColumn, addUniqueIndex, listFieldDescriptions } from './custom-fields.queries.ts';
import { isCustomFieldName } from './make-field-name.ts';
import { objectDefinitions } from './object-catalog.ts';

/** As the database writes types, which is not always as they are asked for. */
const writtenTypes: Readonly<Record<string, string>> = { timestamptz: 'timestamp with time zone' };

const writtenTypeOf = (type: FieldType): string => {
  const { columnType } = fieldTypes[type];
  return writtenTypes[columnType] ?? columnType;
};

const isCustomType = (type: string): type is FieldType =>
  (customFieldTypes as readonly string[]).includes(type);

/**
 * Makes the columns of a backup anew that people had added: only such as adding a field makes. Their names go into SQL
 * for as long as the field lives, so its description must name exactly the column, too.
 */
export function makeCustomColumns(): CustomColumns {
  const added = new Map<string, string>();

  return {
    async add(tx, { table, name, type }) {
      const isFieldTable = objectDefinitions.some((one) => one.mayHaveCustomFields && one.table === table);
      if (!isFieldTable || !isCustomFieldName(name)) return 'is none that Muster has or adds';
      const fieldType = customFieldTypes.find((one) => writtenTypeOf(one) === type);
      if (!fieldType) return 'has a type that no field has';
      await addColumn(tx, table, name, fieldTypes[fieldType].columnType);
      added.set(`${table}.${name}`, type);
      return undefined;
    },

    async finish(tx) {
      const described = new Set<string>();
      for (const { object, name, columnName, type, isUnique } of await listFieldDescriptions(tx)) {
        const table = objectDefinitions.find((one) => one.name === object)?.table;
        const key = `${table}.${columnName}`;
        if (!table || name !== columnName || !isCustomType(type) || added.get(key) !== writtenTypeOf(type))
          return `the description of the field "${name}" of ${object} does not fit its column.`;
        described.add(key);
        if (isUnique) await addUniqueIndex(tx, { table, name, type });
      }
      const lost = [...added.keys()].find((key) => !described.has(key));
      return lost && `the column ${lost} belongs to no field.`;
    },
  };
}
