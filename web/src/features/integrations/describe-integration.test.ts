import { expect, test } from 'vitest';
import type { Integration } from '../../data/use-integration.ts';
import type { IntegrationFigures } from './api/use-integration-figures.ts';
import { describeIntegration } from './describe-integration.ts';

const now = new Date('2026-03-02T10:00:00Z');
const active = {
  status: 'active',
  missing: [],
  openSession: null,
  scheduleText: 'Every day at 01:56 (UTC)',
  nextRunAt: '2026-03-03T01:56:00Z',
} as unknown as Integration;
const run = {
  id: 7,
  status: 'succeeded',
  endedAt: '2026-03-02T09:48:00Z',
  readCount: 1204,
  skippedCount: 3,
  ambiguousCount: 0,
  failedCount: 0,
};
const withRun = (change: Partial<typeof run>) =>
  ({ lastRun: { ...run, ...change } }) as unknown as IntegrationFigures;
const never = { lastRun: null } as unknown as IntegrationFigures;

test.each([
  [
    {},
    withRun({}),
    'Runs every day at 01:56 (UTC), next in 15 hours. Last session 12 minutes ago: 1,204 read, 3 skipped, nothing failed.',
  ],
  [
    { openSession: { id: 8, kind: 'manual', status: 'running' } },
    withRun({ skippedCount: 0, failedCount: 2 }),
    'A session is running. Last session 12 minutes ago: 1,204 read, 2 failed.',
  ],
  [
    { status: 'paused' },
    withRun({ status: 'failed' }),
    'Paused: nothing runs by itself. The last session failed 12 minutes ago, after 1,204 records.',
  ],
  [
    { scheduleText: 'Only when started by hand', nextRunAt: null },
    never,
    'Runs only when started by hand. It has not run yet.',
  ],
  [{ status: 'draft', missing: [{}] }, undefined, 'A draft: it runs once it is complete and launched.'],
] as const)('%#', (change, figures, text) => {
  expect(describeIntegration({ ...active, ...change } as Integration, figures, now)).toBe(text);
});
