import type { ObjectName } from './objects.ts';

/** SQL for what a person would recognise a record of the object's own table (`t`) by. */
const labels: Partial<Record<ObjectName, string>> = {
  people: 'coalesce(t.email, t.username, t.full_name)',
  assets: 'coalesce(t.device_name, t.serial_number, t.external_id)',
  software: 't.name',
};

export const recordLabelSql = (object: string): string => labels[object as ObjectName] ?? 'NULL::text';
