import type { Queryable } from '../../db/client.ts';
import type { SyncRun } from '../run.ts';
import { describeDrift } from './describe-drift.ts';
import { findComparableSessions } from './drift.queries.ts';
import { judgeDrift } from './judge-drift.ts';

/** What fell silent in this session, in words, and whether there was no session yet to compare with. A plan that is applied was read by its preview, which has said so. */
export async function findDrift(
  db: Queryable,
  { setup, session, progress }: SyncRun,
): Promise<{ message: string; isFirst: boolean } | undefined> {
  if (session.kind === 'apply') return undefined;
  const history = await findComparableSessions(db, {
    integrationId: setup.integration.id,
    sessionId: session.id,
    mappingVersion: setup.mappingVersion,
  });
  const { counters } = progress;
  const message = describeDrift(judgeDrift(counters, history, setup.integration.drift), {
    readCount: counters.readCount,
    policy: setup.policy,
    condition: setup.mapping.condition,
  });
  return message === undefined ? undefined : { message, isFirst: history.length === 0 };
}
