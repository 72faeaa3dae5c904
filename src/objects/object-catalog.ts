import {
  assetFields,
  type Field,
  type ObjectName,
  peopleFields,
  saasAccountFields,
  saasFields,
  softwareFields,
} from '../model/objects.ts';

/** What Muster knows about an object that is stored by now. */
export interface ObjectDefinition {
  name: ObjectName;
  label: string;
  table: string;
  /** People may add fields; the others are filled by Muster alone. */
  mayHaveCustomFields: boolean;
  fields: readonly Field[];
}

export const objectDefinitions: readonly ObjectDefinition[] = [
  { name: 'people', label: 'People', table: 'people', mayHaveCustomFields: true, fields: peopleFields },
  { name: 'assets', label: 'Assets', table: 'assets', mayHaveCustomFields: true, fields: assetFields },
  {
    name: 'software',
    label: 'Software',
    table: 'software',
    mayHaveCustomFields: true,
    fields: softwareFields,
  },
  { name: 'saas', label: 'SaaS', table: 'saas', mayHaveCustomFields: false, fields: saasFields },
  {
    name: 'saas_accounts',
    label: 'SaaS accounts',
    table: 'saas_accounts',
    mayHaveCustomFields: false,
    fields: saasAccountFields,
  },
];
