import { type Field, fieldsOf, type ObjectName } from '../model/objects.ts';

/** What Muster knows about an object that is stored by now. */
export interface ObjectDefinition {
  name: ObjectName;
  label: string;
  table: string;
  /** People may add fields; the others are filled by Muster alone. */
  mayHaveCustomFields: boolean;
  fields: readonly Field[];
}

const define = (name: ObjectName, label: string, mayHaveCustomFields: boolean): ObjectDefinition => ({
  name,
  label,
  table: name,
  mayHaveCustomFields,
  fields: fieldsOf[name],
});

export const objectDefinitions: readonly ObjectDefinition[] = [
  define('people', 'People', true),
  define('assets', 'Assets', true),
  define('software', 'Software', true),
  define('saas', 'SaaS', false),
  define('saas_accounts', 'SaaS accounts', false),
];
