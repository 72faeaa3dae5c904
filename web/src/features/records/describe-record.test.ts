import { expect, test } from 'vitest';
import type { RecordDetail } from './api/record-types.ts';
import { describeRecord } from './describe-record.ts';

const now = new Date('2026-03-02T10:00:00Z');
const here = { missingSince: null };
const gone = { missingSince: '2026-03-01T10:00:00Z' };
const record = { sources: [here], updatedAt: '2026-03-02T09:00:00Z', updatedBy: 'Ada', archivedAt: null };

test.each([
  [{}, 'Known from 1 source. Last changed 1 hour ago by Ada.'],
  [{ sources: [here, gone], updatedBy: null }, 'Known from 2 sources, gone at 1. Last changed 1 hour ago.'],
  [{ sources: [gone] }, 'Known from 1 source, gone there. Last changed 1 hour ago by Ada.'],
  [
    { sources: [], archivedAt: '2026-03-01T10:00:00Z' },
    'Archived yesterday. No source knows this person. Last changed 1 hour ago by Ada.',
  ],
])('%#', (change, text) => {
  const described = describeRecord(
    { ...record, ...change } as unknown as RecordDetail,
    { nouns: ['person', 'people'] },
    now,
  );
  expect(described).toBe(text);
});
