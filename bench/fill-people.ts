import { makeDb } from '../src/db/client.ts';
import { makeLogger } from '../src/logger.ts';
import { peopleFields } from '../src/model/objects.ts';
import { ensureListIndexes } from '../src/records/list-indexes.queries.ts';

/** Puts people into a database that is migrated, as quickly as SQL can, and makes the indexes their lists have. */
export async function fillPeople(url: string, count: number): Promise<void> {
  const log = makeLogger({ level: 'warn', destination: process.stderr });
  const db = makeDb({ url, log });
  try {
    await db.query(
      `INSERT INTO people (username, email, full_name, first_name, last_name, department, company, is_active, last_login_at, role, created_at, created_by, updated_at, updated_by)
       SELECT 'bench' || n, 'bench.' || n || '@example.com', f || ' ' || l || ' ' || n, f, l, 'Department ' || (n % 40), 'Example',
              n % 9 <> 0, timestamptz '2026-01-01' + (n * 37 % 300000) * interval '1 minute', 'Employee', now(), 'bench', now(), 'bench'
         FROM (SELECT n, (ARRAY['Ada','Bruno','Chiara','Dilan','Elif','Femi','Greta'])[1 + n % 7] AS f, (ARRAY['Abadi','Berg','Costa','Duarte','Fischer'])[1 + n * 3 % 5] AS l
                 FROM generate_series(1, ${count}) n) made`,
    );
    await db.query('ANALYZE people');
    await ensureListIndexes(db, 'people', peopleFields, log);
  } finally {
    await db.close();
  }
}
