/** What names a record: one answer for lists, history, outcomes, messages and the audit log. */
import { fieldsOf, type ObjectName } from './objects.ts';

/** Names of the fields that name a record, the best one first. */
const namingFields: Record<ObjectName, readonly string[]> = {
  people: ['fullName', 'email', 'username'],
  assets: ['deviceName', 'serialNumber', 'externalId'],
  software: ['name'],
  saas: ['name'],
  saas_accounts: ['fullName', 'email', 'username', 'externalId'],
};

/**
 * The name of a record: its first filled naming field.
 * @param read the value of a field, by its API name
 */
export function nameRecord(object: ObjectName, read: (field: string) => unknown): string | undefined {
  for (const name of namingFields[object]) {
    const value = read(name);
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** The same in SQL, for a row of the object's own table; null without a name. */
export function recordNameSql(object: ObjectName, alias = 't'): string {
  const columns = namingFields[object].map(
    (name) => `${alias}.${fieldsOf[object].find((field) => field.name === name)?.column}`,
  );
  return `coalesce(${columns.join(', ')})`;
}
