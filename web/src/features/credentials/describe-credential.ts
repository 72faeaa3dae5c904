import { formatCount, formatDay, formatRelative } from '../../lib/format.ts';
import type { CredentialDetail } from './api/credential-types.ts';

/** What a credential is for and how it stands, in words. */
export function describeCredential(
  { connectorName, methodTitle, usedBy, lastUsedAt, expiresAt }: CredentialDetail,
  now: Date,
): string {
  const used =
    usedBy.length === 0
      ? 'Used by no integration'
      : `Used by ${formatCount(usedBy.length, 'integration', 'integrations')}`;
  const last = lastUsedAt ? `, last ${formatRelative(lastUsedAt, now)}` : '';
  const ends = expiresAt ? ` Its secret ends on ${formatDay(expiresAt)}.` : '';
  return `${methodTitle} of ${connectorName}. ${used}${last}.${ends}`;
}
