import { expect, test } from 'vitest';
import type { Session } from '../../data/session-types.ts';
import { describeSession } from './describe-session.ts';

const now = new Date('2026-03-02T10:00:00Z');
const counts = { read: 1204, failed: 0, ambiguous: 0 };
const session = {
  kind: 'manual',
  status: 'succeeded',
  requestedByName: 'Ada',
  queuedAt: '2026-03-02T09:47:00Z',
  startedAt: '2026-03-02T09:48:00Z',
  elapsedMs: 2_500,
  counts,
};

test.each([
  [{}, 'Run now by Ada, started 12 minutes ago. Ended after 2 s: 1,204 read, nothing failed.'],
  [
    { counts: { ...counts, failed: 2, ambiguous: 1 } },
    'Run now by Ada, started 12 minutes ago. Ended after 2 s: 1,204 read, 3 need a look.',
  ],
  [
    { kind: 'test' },
    'Test run by Ada, started 12 minutes ago. Ended after 2 s: 1,204 read, nothing written.',
  ],
  [
    { status: 'failed' },
    'Run now by Ada, started 12 minutes ago. It failed after 2 s, with 1,204 records read.',
  ],
  [{ status: 'queued', startedAt: null, requestedByName: '' }, 'Run now by Muster, queued 13 minutes ago.'],
  [{ status: 'canceled', startedAt: null }, 'Run now by Ada, queued 13 minutes ago. It was canceled.'],
])('%#', (change, text) => {
  expect(describeSession({ ...session, ...change } as unknown as Session, now)).toBe(text);
});
