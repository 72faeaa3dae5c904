import type { Tx } from '../db/client.ts';
import { addRetryNote, bringRunForward, findSessionForContacts } from './due-integrations.queries.ts';
import { isWorthTelling, planRetry } from './retry-policy.ts';
import { type NotifyPort, overdueAfterHours } from './run-tick.ts';
import type { FollowUp } from './transport.ts';

/**
 * Integration contacts hear of a failed session, of one in which something fell silent, and of one that does not end
 * (facts/product-behaviour.md §2.4). A scheduled run that failed for a passing reason is repeated first (`retry-policy.ts`; the top of the ladder
 * of retries in docs/flow.md).
 */
export async function notifyContacts(tx: Tx, followUp: FollowUp, notify: NotifyPort): Promise<void> {
  const session = await findSessionForContacts(tx, followUp.sessionId);
  if (!session) return;
  const link = `/sessions/${session.sessionId}`;
  if (followUp.kind === 'overdue') {
    await notify.notify(tx, {
      userIds: session.contacts,
      level: 'warning',
      title: `${session.integrationName}: session takes longer than ${overdueAfterHours} hours`,
      message: 'It is still open. Look at its progress, and cancel it if it does not move.',
      link,
    });
    return;
  }
  // Who starts a test run or preview is looking at it.
  if (session.kind === 'test' || session.kind === 'preview') return;
  if (session.drift !== null) {
    await notify.notify(tx, {
      userIds: session.contacts,
      level: 'warning',
      title: `${session.integrationName}: something fell silent`,
      message: session.drift,
      link,
    });
    return;
  }
  if (session.status !== 'failed') return;
  const retryAt = planRetry(session, session.endedAt);
  const nextRunAt = retryAt && (await bringRunForward(tx, session.integrationId, retryAt));
  if (nextRunAt) {
    const message = `This kind of failure often passes: the run is repeated at ${nextRunAt.toISOString()}.`;
    await addRetryNote(tx, session.sessionId, session.endedAt, message);
    return;
  }
  if (!isWorthTelling(session)) return;
  await notify.notify(tx, {
    userIds: session.contacts,
    level: 'error',
    title: `${session.integrationName}: session failed`,
    message: session.errorMessage ?? 'The session failed; its log says more.',
    link,
  });
}
