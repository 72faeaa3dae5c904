import type { AuditStreamRow } from '../audit-stream/audit-stream-types.ts';
import { judgeHealth } from './integration-health.ts';
import type { CredentialState, IntegrationState } from './overview.queries.ts';

export interface AttentionItem {
  level: 'error' | 'warning' | 'info';
  /** The record, in the words of its kind: `Credential "Service desk"`. */
  title: string;
  /** What is the matter, and what to do about it. */
  message: string;
  /** Path in the web interface. */
  link: string;
}

/** With what keeps it from running, in words. */
export type AttendedIntegration = IntegrationState & { problem: string | null };

const levels = ['error', 'warning', 'info'] as const;
const plural = (count: number, one: string) =>
  `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`;

/** What needs a person, the most urgent first. */
export function planAttention(
  credentials: readonly CredentialState[],
  integrations: readonly AttendedIntegration[],
  streams: readonly AuditStreamRow[],
  now: Date,
): AttentionItem[] {
  const items = [
    ...streams.flatMap((stream) => describeStream(stream, now)),
    ...credentials.map((credential) => describeCredential(credential, now)),
    ...integrations.flatMap((integration) => describeIntegration(integration, now)),
  ];
  return levels.flatMap((level) => items.filter((item) => item.level === level));
}

/** Entries that wait longer than this, without an error, are worth a warning. */
const longWaitMs = 10 * 60_000;

function describeStream(stream: AuditStreamRow, now: Date): AttentionItem[] {
  const title = stream.kind === 'file' ? 'Audit log to a file' : 'Audit log to syslog';
  const link = '/audit';
  const isOne = stream.waitingCount === 1;
  const waiting = isOne ? '1 entry' : `${stream.waitingCount.toLocaleString('en-US')} entries`;
  if (stream.failingSince !== null)
    return [{ level: 'error', title, link, message: `${stream.error ?? ''} Waiting: ${waiting}.`.trim() }];
  if (stream.waitingSince === null || now.getTime() - stream.waitingSince.getTime() < longWaitMs) return [];
  const attended = now.getTime() - stream.attendedAt.getTime() < longWaitMs;
  const reason = attended
    ? 'a transaction that writes to the audit log has not ended, or there is much to send'
    : 'no Muster process with workers and this setting is running (muster serve or muster work)';
  return [
    {
      level: 'warning',
      title,
      link,
      message: `${waiting} ${isOne ? 'waits' : 'wait'} for more than ten minutes: ${reason}.`,
    },
  ];
}

function describeCredential(credential: CredentialState, now: Date): AttentionItem {
  const title = `Credential "${credential.name}"`;
  const link = `/credentials/${credential.id}`;
  const usedBy =
    credential.usedByCount > 0
      ? ` ${plural(credential.usedByCount, 'integration')} cannot run until then.`
      : '';
  if (credential.status === 'needs_reauthentication') {
    const reason = credential.statusReason ? ` (${credential.statusReason.replace(/\.$/, '')})` : '';
    return {
      level: 'error',
      title,
      link,
      message: `It must be authenticated again${reason}. Open it and choose Authenticate.${usedBy}`,
    };
  }
  if (credential.status === 'needs_secret') {
    const reason = credential.statusReason ?? 'Its address has changed since its secret was entered.';
    return { level: 'error', title, link, message: `${reason}${usedBy}` };
  }
  if (credential.expiresAt && credential.expiresAt <= now) {
    return {
      level: 'error',
      title,
      link,
      message: `Its secret has expired. Make a new one at the vendor and enter it.${usedBy}`,
    };
  }
  if (credential.status === 'not_authenticated') {
    return {
      level: 'warning',
      title,
      link,
      message: `It was never authenticated. Open it and choose Authenticate.${usedBy}`,
    };
  }
  const days = credential.expiresAt
    ? Math.max(1, Math.ceil((credential.expiresAt.getTime() - now.getTime()) / 86_400_000))
    : undefined;
  const when = days === undefined ? 'soon' : `in ${plural(days, 'day')}`;
  return {
    level: 'warning',
    title,
    link,
    message: `Its secret expires ${when}. Make a new one at the vendor and enter it before that.`,
  };
}

function describeIntegration(integration: AttendedIntegration, now: Date): AttentionItem[] {
  const title = `Integration "${integration.name}"`;
  const page = `/integrations/${integration.id}`;
  if (integration.status === 'draft') {
    return [
      {
        level: 'info',
        title,
        link: page,
        message: 'It is still a draft. Complete what its page says is missing, then choose Launch.',
      },
    ];
  }
  const health = judgeHealth({ ...integration, isReady: integration.problem === null }, now);
  if (health === 'not_ready' && integration.status === 'active')
    return [{ level: 'error', title, link: page, message: `It cannot run: ${integration.problem}` }];
  const { last } = integration;
  if (health === 'failing' && last) {
    const reason = last.errorMessage ?? 'The session has no message; its log tells more.';
    return [
      { level: 'error', title, link: `/sessions/${last.id}`, message: `Its last session failed: ${reason}` },
    ];
  }
  if (health === 'overdue') {
    return [
      {
        level: 'warning',
        title,
        link: page,
        message:
          'Its scheduled run has not started. Check that a Muster process with workers is running (muster serve or muster work).',
      },
    ];
  }
  const problems = [
    ...(last && last.failedCount > 0 ? [`${plural(last.failedCount, 'record')} failed`] : []),
    ...(last && last.ambiguousCount > 0
      ? [`${plural(last.ambiguousCount, 'record')} matched more than one existing record`]
      : []),
  ];
  if (last && problems.length > 0) {
    const message = `In its last session ${problems.join(' and ')}. Open the session to see which, and why.`;
    return [{ level: 'warning', title, link: `/sessions/${last.id}`, message }];
  }
  return [];
}
