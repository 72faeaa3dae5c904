import type { RecordKind } from '../../data/record-kinds.ts';
import type { ObjectField } from '../../data/record-types.ts';

export interface FieldGroup {
  title: string;
  fields: ObjectField[];
}

/** The fields of a record in groups, what is filled before what is not; groups without any are left out. */
export function groupFields(
  { groups }: Pick<RecordKind, 'groups'>,
  fields: ObjectField[],
  isEmpty: (field: ObjectField) => boolean,
): FieldGroup[] {
  const grouped = new Set(groups.flatMap((group) => group.fields));
  const byName = new Map(fields.map((field) => [field.name, field]));
  const own = fields.filter(({ name, isCustom }) => isCustom && !grouped.has(name));
  const others = fields.filter(({ name, isCustom }) => !isCustom && !grouped.has(name));
  return [
    ...groups.map(({ title, fields: names }) => ({
      title,
      fields: names.flatMap((name) => byName.get(name) ?? []),
    })),
    { title: 'Own fields', fields: own },
    { title: 'More', fields: others },
  ]
    .map(({ title, fields: found }) => ({
      title,
      fields: found.toSorted((left, right) => Number(isEmpty(left)) - Number(isEmpty(right))),
    }))
    .filter((group) => group.fields.length > 0);
}
