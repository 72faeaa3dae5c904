import { expect, test } from 'vitest';
import { fieldsOf, objectNames } from './objects.ts';
import { nameRecord, recordNameSql } from './record-name.ts';

test('a record is named by its first filled naming field', () => {
  const person = (values: Record<string, unknown>) => nameRecord('people', (name) => values[name]);
  expect(person({ fullName: 'Ada Berg', email: 'ada@example.com' })).toBe('Ada Berg');
  expect(person({ fullName: '', email: 'ada@example.com' })).toBe('ada@example.com');
  expect(person({ firstName: 'Ada' })).toBeUndefined();
});

test('in SQL by the same fields, as columns', () => {
  expect(recordNameSql('people', 'p')).toBe('coalesce(p.full_name, p.email, p.username)');
  expect(recordNameSql('assets')).toBe('coalesce(t.device_name, t.serial_number, t.external_id)');
});

test.each(objectNames)('the naming fields of %s are fields it has', (object) => {
  const asked: string[] = [];
  nameRecord(object, (name) => asked.push(name) && undefined);
  const known = fieldsOf[object].map(({ name }) => name);
  expect(asked.length).toBeGreaterThan(0);
  expect(known).toEqual(expect.arrayContaining(asked));
});
