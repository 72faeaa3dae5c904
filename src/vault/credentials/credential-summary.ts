import type { AuthMethod, ConnectorDefinition } from '../../connector-kit/index.ts';
import type { CredentialStatus, CredentialSummary, CredentialUser } from '../vault-types.ts';
import type { CredentialRow } from './credentials.queries.ts';

/** An authenticated credential that ends within this time is `expiring`. */
export const warningPeriodMs = 14 * 24 * 60 * 60_000;

/** The row as the list shows it; nothing sealed is touched. A connector that is gone is shown by its id. */
export function makeSummary(
  row: CredentialRow,
  names: { definition: ConnectorDefinition | undefined; method: AuthMethod | undefined },
  usedBy: CredentialUser[],
  now: Date,
): CredentialSummary {
  const { definition, method } = names;
  const grant = method?.kind === 'oauth2' ? method.grant : null;
  const status = showStatus(row, now);
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    owner: row.owner,
    connectorId: row.connectorId,
    connectorName: definition?.name ?? row.connectorId,
    methodId: row.methodId,
    methodTitle: method?.title ?? row.methodId,
    kind: method?.kind ?? null,
    grant,
    status,
    statusReason: row.statusReason ?? describeEnd(row, status, now),
    isUsable: isCredentialUsable(status, method),
    isDraft: row.isDraft,
    scopes: row.scopes,
    otherServers: row.otherServers,
    expiresAt: row.expiresAt,
    accessTokenExpiresAt: row.accessTokenExpiresAt,
    refreshedAt: row.refreshedAt,
    lastUsedAt: row.lastUsedAt,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    usedBy,
  };
}

/** Whether requests can be sent with it now, without a person. */
export function isCredentialUsable(status: CredentialStatus, method: AuthMethod | undefined): boolean {
  const needsPerson = method?.kind === 'oauth2' && method.grant === 'authorization_code';
  return (
    method !== undefined &&
    status !== 'needs_reauthentication' &&
    status !== 'needs_secret' &&
    !(needsPerson && status === 'not_authenticated')
  );
}

/** The same rule as in the list's SQL. */
function showStatus(row: CredentialRow, now: Date): CredentialStatus {
  const isEnding = row.expiresAt !== null && row.expiresAt.getTime() < now.getTime() + warningPeriodMs;
  return row.status === 'authenticated' && isEnding ? 'expiring' : row.status;
}

function describeEnd(row: CredentialRow, status: CredentialStatus, now: Date): string | null {
  if (status !== 'expiring' || !row.expiresAt) return null;
  const day = row.expiresAt.toISOString().slice(0, 10);
  return row.expiresAt <= now
    ? `Ended on ${day}. Renew it at the vendor.`
    : `Ends on ${day}. Renew it at the vendor.`;
}
