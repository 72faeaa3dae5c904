import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { counts } from '../../test/helpers/counts.ts';
import { makeMemoryLog } from '../../test/helpers/silent-log.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { parseListQuery } from '../model/list-query.ts';
import { peopleFields } from '../model/objects.ts';
import { ensureListIndexes, listIndexThreshold } from './list-indexes.queries.ts';
import { makeObjectList } from './record-columns.ts';
import { listRecords } from './records.queries.ts';

let world: TestDb;
const list = makeObjectList('people', peopleFields);

/** Few values, many ties, nulls and empty texts everywhere; archived ones in between. */
const fill = (count: number) =>
  world.db.query(
    `INSERT INTO people (username, email, full_name, department, company, is_active, last_login_at, role, created_at, created_by, updated_at, updated_by, archived_at)
     SELECT 'u' || n, 'U' || n || '@example.com', (ARRAY['Zoë', 'ada', 'Ada', '', NULL, 'a%b_c'])[1 + n % 6], (ARRAY['IT', 'it', NULL, 'Sales'])[1 + n % 4],
            (ARRAY['Rare', NULL, ''])[1 + n % 97], (ARRAY[true, false, NULL])[1 + n % 3], CASE WHEN n % 5 > 0 THEN timestamptz '2026-01-01' + n % 9 * interval '1 microsecond' END,
            'Employee', now(), 'x', now(), 'x', CASE WHEN n % 11 = 0 THEN now() END
       FROM generate_series((SELECT count(*) + 1 FROM people), $1::integer) n`,
    [count],
  );

beforeAll(async () => {
  world = await makeTestDb();
  await fill(150);
});
afterAll(() => world.drop());

// The same said without anything of the code under test: plain columns, PostgreSQL's own NULLS FIRST and LAST.
const orders: Record<string, string> = {
  fullName: `nullif(full_name, '') ASC NULLS FIRST`,
  '-fullName': `nullif(full_name, '') DESC NULLS LAST`,
  department: 'department ASC NULLS FIRST',
  '-isActive': 'is_active DESC NULLS LAST',
  isActive: 'is_active ASC NULLS FIRST',
  lastLoginAt: 'last_login_at ASC NULLS FIRST',
  '-lastLoginAt': 'last_login_at DESC NULLS LAST',
  '-email': 'email DESC',
};
const filters: Record<string, string> = {
  'isActive:eq:false': 'is_active = false',
  'isActive:ne:false': 'is_active IS DISTINCT FROM false',
  'isActive:empty:': 'is_active IS NULL',
  'isActive:notEmpty:': 'is_active IS NOT NULL',
  'fullName:empty:': `coalesce(full_name, '') = ''`,
  'fullName:notEmpty:': `full_name <> ''`,
  'fullName:contains:DA': `full_name ILIKE '%da%'`,
  'fullName:contains:a%b_c': `full_name = 'a%b_c'`,
  'email:starts:u12': `email ILIKE 'u12%'`,
  'email:contains:@example.com': `true`,
  'department:ne:IT': `department IS DISTINCT FROM 'IT'`,
  'department:in:IT,Sales': `department IN ('IT', 'Sales')`,
  'department:starts:i': `department ILIKE 'i%'`,
  'company:contains:are': `company = 'Rare'`,
  'lastLoginAt:lt:2026-01-02': `last_login_at < '2026-01-02'`,
  'lastLoginAt:ne:2026-01-01': `last_login_at IS DISTINCT FROM '2026-01-01'`,
  'lastLoginAt:empty:': 'last_login_at IS NULL',
  'lastLoginAt:gte:2026-01-01': `last_login_at >= '2026-01-01'`,
  'id:gt:40': 'id > 40',
};
const searches: Record<string, string> = {
  ZOË: `full_name = 'Zoë'`,
  u1: `username LIKE 'u1%'`,
  'a%b': `full_name = 'a%b_c'`,
  example: 'true',
};

async function checkPages(runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.constantFrom(...Object.keys(orders)), {
        maxLength: 2,
        selector: (text) => text.replace('-', ''),
      }),
      fc.uniqueArray(fc.constantFrom(...Object.keys(filters)), { maxLength: 2 }),
      fc.option(fc.constantFrom(...Object.keys(searches)), { nil: undefined }),
      fc.integer({ min: 5, max: 60 }),
      // Both ways a page is made, and the change from one to the other.
      fc.constantFrom(
        { narrow: 0, collect: 0 },
        { narrow: 0, collect: 1e9 },
        { narrow: 1e9, collect: 1e9 },
        { narrow: 1e9, collect: 20 },
      ),
      fc.boolean(),
      async (sort, filter, q, limit, limits, isArchived) => {
        const conditions = [
          `archived_at IS ${isArchived ? 'NOT ' : ''}NULL`,
          ...filter.map((text) => filters[text] as string),
          ...(q ? [searches[q] as string] : []),
        ];
        const idOrder = sort.at(-1)?.startsWith('-') ? 'id DESC' : 'id';
        const orderBy = [...sort.map((text) => orders[text] as string), idOrder].join(', ');
        const { rows: reference } = await world.db.query<{ id: number }>(
          `SELECT id FROM people WHERE ${conditions.join(' AND ')} ORDER BY ${sort.length > 0 ? orderBy : `${orders['fullName']}, id`}`,
        );
        const ids: number[] = [];
        let cursor: string | undefined;
        do {
          const raw = {
            sort,
            filter: isArchived ? [...filter, 'archived:eq:true'] : filter,
            q,
            cursor,
            limit,
          };
          const page = await listRecords(world.db, list, parseListQuery(raw, list.fields), {
            ...limits,
            timeoutMs: 60_000,
          });
          expect(page.total).toEqual({ count: reference.length, isExact: true });
          ids.push(...page.items.map((item) => item.id));
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined && ids.length <= reference.length);
        expect(ids).toEqual(reference.map((row) => row.id));
      },
    ),
    { numRuns: runs },
  );
}

test('pages give every row exactly once, in the order PostgreSQL gives by itself', () =>
  checkPages(counts(30, 1_000)));

test('a table that has grown gets its indexes once, broken ones anew, and the pages stay the same', async () => {
  const ensure = () => ensureListIndexes(world.db, 'people', peopleFields, makeMemoryLog());
  expect(await ensure()).toEqual({ madeCount: 0, droppedCount: 0, isDone: true });
  await world.queryAsSuperuser(
    `UPDATE pg_class SET reltuples = ${listIndexThreshold + 1} WHERE oid = 'people'::regclass`,
  );
  const { madeCount } = await ensure();
  expect(madeCount).toBeGreaterThan(15);
  await world.queryAsSuperuser(
    `UPDATE pg_class SET reltuples = ${listIndexThreshold + 1} WHERE oid = 'people'::regclass`,
  );
  expect(await ensure()).toEqual({ madeCount: 0, droppedCount: 0, isDone: true });
  await world.queryAsSuperuser(
    `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'people_sort_email'::regclass`,
  );
  expect(await ensure()).toMatchObject({ madeCount: 1 });
  const two = await Promise.all([ensure(), ensure()]);
  expect(two).toMatchObject([{ madeCount: 0 }, { madeCount: 0 }]);
  await world.db.query('ANALYZE people');
  await checkPages(counts(15, 500));
});

test('a list that takes too long ends, and says what to do', async () => {
  await world.db.withTransaction(async (tx) => {
    await tx.query('LOCK TABLE people IN ACCESS EXCLUSIVE MODE');
    const limits = { narrow: 0, collect: 0, timeoutMs: 200 };
    await expect(listRecords(world.db, list, parseListQuery({}, list.fields), limits)).rejects.toMatchObject({
      code: 'RECORDS_LIST_TOO_SLOW',
      message: expect.stringContaining('add a filter'),
    });
  });
});
