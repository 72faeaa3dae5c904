import { describe, expect, it } from 'vitest';
import { hasSignInTrouble, readSignOutUrl } from './sign-in-trouble.ts';

describe('hasSignInTrouble', () => {
  it.each([
    ['needs_reauthentication', null, true],
    ['not_authenticated', 'The vendor declined.', true],
    ['not_authenticated', null, false],
    ['authenticated', null, false],
    ['expiring', 'The secret ends in 5 days.', false],
  ] as const)('%s with the reason %s: %s', (status, statusReason, expected) => {
    expect(hasSignInTrouble({ status, statusReason })).toBe(expected);
  });
});

describe('readSignOutUrl', () => {
  const makeHelp = (signOutUrl?: string) => ({
    title: 'MFA',
    steps: ['Sign out.'],
    ...(signOutUrl === undefined ? {} : { signOutUrl }),
  });

  it('gives an address of the web and nothing else', () => {
    expect(readSignOutUrl(makeHelp('https://accounts.zoho.eu/logout'))).toBe(
      'https://accounts.zoho.eu/logout',
    );
    expect(readSignOutUrl(makeHelp('javascript:alert(1)'))).toBeUndefined();
    expect(readSignOutUrl(makeHelp('data:text/html,x'))).toBeUndefined();
    expect(readSignOutUrl(makeHelp())).toBeUndefined();
    expect(readSignOutUrl(null)).toBeUndefined();
  });
});
