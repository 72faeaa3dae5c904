import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { makeSystemClock } from '../clock.ts';
import { makeFieldService } from './field-service.ts';

const actor = { name: 'Ada', source: 'cli' as const };
const audited: string[] = [];
let test: TestDb;
const make = () =>
  makeFieldService({
    db: test.db,
    clock: makeSystemClock(),
    audit: {
      record: async (_tx, entry) => {
        audited.push(`${entry.action} ${entry.targetId}`);
      },
    },
  });

beforeAll(async () => {
  test = await makeTestDb();
});
afterAll(() => test.drop());

describe('addField', () => {
  it('adds a column, shows it after the standard fields and leaves an audit entry', async () => {
    const fields = make();
    const input = { label: 'Badge Number', type: 'short_text', isUnique: true } as const;
    const field = await fields.addField(actor, 'people', input);
    expect(field).toMatchObject({ name: 'x_badge_number', column: 'x_badge_number', isUnique: true });
    expect((await fields.listFields('people')).at(-1)).toEqual(field);
    expect(audited).toContain('field.created people.x_badge_number');
  });

  it('enforces Unique regardless of case', async () => {
    const insert = (badge: string) =>
      test.db.query(
        `INSERT INTO people (x_badge_number, created_at, created_by, updated_at, updated_by)
         VALUES ($1, now(), 'test', now(), 'test')`,
        [badge],
      );
    await insert('AB-1');
    await expect(insert('ab-1')).rejects.toThrow(/people_x_badge_number_key/);
  });

  it.each([
    ['people', { label: 'badge  number', type: 'number', isUnique: false }, 'OBJECT_FIELD_EXISTS'],
    ['people', { label: 'EMAIL', type: 'short_text', isUnique: false }, 'OBJECT_FIELD_EXISTS'],
    ['people', { label: ' ', type: 'short_text', isUnique: false }, 'OBJECT_FIELD_INVALID'],
    ['people', { label: 'Flag', type: 'boolean', isUnique: true }, 'OBJECT_FIELD_INVALID'],
    ['people', { label: 'Boss', type: 'person', isUnique: false }, 'OBJECT_FIELD_INVALID'],
    ['people', { label: 'Uptime', type: 'duration', isUnique: true }, 'OBJECT_FIELD_INVALID'],
    ['saas', { label: 'Flag', type: 'boolean', isUnique: false }, 'OBJECT_FIELD_INVALID'],
    ['planets', { label: 'Flag', type: 'boolean', isUnique: false }, 'API_NOT_FOUND'],
  ] as const)('refuses %s %o', async (object, input, code) => {
    await expect(make().addField(actor, object, input)).rejects.toMatchObject({ code });
  });

  it('gives concurrent additions with clashing names a column each, and one label only once', async () => {
    const labels = ['Cost/Centre', 'Cost Centre', 'Cost-Centre', 'Cost Centre'];
    const results = await Promise.allSettled(
      labels.map((label) => make().addField(actor, 'people', { label, type: 'short_text', isUnique: false })),
    );
    const names = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.name] : []));
    expect(names.sort()).toEqual(['x_cost_centre', 'x_cost_centre_2', 'x_cost_centre_3']);
    expect(results.filter((result) => result.status === 'rejected')).toHaveLength(1);
  });

  it('gives up with OBJECT_BUSY while someone keeps the table locked, leaving nothing behind', async () => {
    const slow = test.db.withTransaction(async (tx) => {
      await tx.query('LOCK TABLE people IN ROW EXCLUSIVE MODE');
      await expect(
        make().addField(actor, 'people', { label: 'Locked', type: 'short_text', isUnique: false }),
      ).rejects.toMatchObject({ code: 'OBJECT_BUSY', recovery: 'retry' });
    });
    await slow;
    expect((await make().listFields('people')).map((field) => field.label)).not.toContain('Locked');
  });
});

it('lists the objects with their field counts', async () => {
  const objects = await make().listObjects();
  expect(objects.map((object) => object.name)).toEqual([
    'people',
    'assets',
    'software',
    'saas',
    'saas_accounts',
  ]);
  expect(objects[0]?.fieldCount).toBeGreaterThan(17);
});
