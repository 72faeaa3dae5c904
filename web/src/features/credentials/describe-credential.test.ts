import { expect, test } from 'vitest';
import type { CredentialDetail } from './api/credential-types.ts';
import { describeCredential } from './describe-credential.ts';

const now = new Date('2026-03-02T10:00:00Z');
const credential = {
  connectorName: 'Acme',
  methodTitle: 'OAuth 2.0',
  usedBy: [],
  lastUsedAt: null,
  expiresAt: null,
} as unknown as CredentialDetail;

test('says what it is for, who uses it, and when it ends', () => {
  expect(describeCredential(credential, now)).toBe('OAuth 2.0 of Acme. Used by no integration.');
  const used = {
    ...credential,
    usedBy: [{ id: 1, name: 'Users' }],
    lastUsedAt: '2026-03-02T09:00:00Z',
    expiresAt: '2026-05-01T12:00:00Z',
  };
  expect(describeCredential(used, now)).toMatch(
    /^OAuth 2\.0 of Acme\. Used by 1 integration, last 1 hour ago\. Its secret ends on .*2026\.$/,
  );
});
