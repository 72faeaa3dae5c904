import type { Queryable } from '../../db/client.ts';
import type { MappedRecord } from '../../mapping/mapping-types.ts';
import { fieldTypes } from '../../model/field-types/field-types.ts';
import type { Field, MappedValue } from '../../model/objects.ts';
import type { SourceItem, SourceLink } from '../batch-run.ts';
import type { RunSetup } from '../run.ts';
import { findPeople } from './lookup.queries.ts';

interface OpenRecord {
  item: SourceItem;
  link: SourceLink | undefined;
  mapped: MappedRecord;
}

/**
 * Replaces the e-mail address or username in fields that hold a person by that person's id. Somebody Muster does not
 * know is reported, never invented, and not the person before either: the field is left empty. The record is then
 * decided again at the next session, since the person may have come by then.
 */
export async function findAssignees(
  db: Queryable,
  setup: Pick<RunSetup, 'compiled' | 'fields' | 'mapping'>,
  open: readonly OpenRecord[],
): Promise<OpenRecord[]> {
  const indexes = setup.compiled.targets.flatMap((name, index) =>
    isPerson(setup.fields.get(name)) ? [index] : [],
  );
  if (indexes.length === 0) return [...open];
  const names = new Set<string>();
  for (const { mapped } of open)
    for (const index of indexes) for (const name of namesOf(mapped.values[index])) names.add(name);
  const people = await findPeople(db, [...names]);
  return open.map((record) => {
    const asked = indexes.filter((index) => namesOf(record.mapped.values[index]).length > 0);
    if (asked.length === 0) return record;
    const values = [...record.mapped.values];
    const issues = [...record.mapped.issues];
    let { item } = record;
    for (const index of asked) {
      const person = namesOf(values[index])
        .map((name) => people.get(name))
        .find((id) => id !== undefined);
      values[index] = person ?? null;
      if (person !== undefined) continue;
      const target = setup.compiled.targets[index] as string;
      const label = setup.fields.get(target)?.label ?? target;
      item = { ...item, contentHash: null };
      const row = setup.mapping.rows.find((found) => found.target === target);
      issues.push({
        target,
        source: row?.source.kind === 'path' ? row.source.path : 'a fixed value',
        severity: 'warning',
        message: `${label}: nobody in People has the e-mail address or username "${namesOf(record.mapped.values[index])[0]?.slice(0, 120)}". The field is left empty. Sync people first, or map another field; the record is looked at again at the next session.`,
      });
    }
    return { ...record, item, mapped: { ...record.mapped, values, issues } };
  });
}

const isPerson = (field: Field | undefined) =>
  field !== undefined && fieldTypes[field.type].refersTo === 'people';

/** As the vendor writes it, and without the domain of `DOMAIN\user`. */
function namesOf(value: MappedValue): string[] {
  if (typeof value !== 'string' || value === '') return [];
  const account = value.slice(value.lastIndexOf('\\') + 1).trim();
  return account === value || account === '' ? [value] : [value, account];
}
