import {
  type ConsentPageOptions,
  makePage,
  makeConsentPage as makeSharedConsentPage,
} from '../../../src/simulation/consent-page.ts';

const colors = { light: '#b3261e', dark: '#fca5a5' };

/** A wrong client or redirect address is shown, never redirected (facts §2.2). */
export const makeErrorPage = (problem: string): string => makePage('Error occurred', '', colors, problem);

export const makeSignedOutPage = (): string =>
  makePage('You are signed out', '<p>You can close this window.</p>', colors);

/** What a browser sees that is signed in to the API console with a second factor. */
export const makeMfaPage = (): string =>
  makePage(
    'Verification needed',
    '<p><a href="/logout">Sign out</a></p>',
    colors,
    'This session is protected by multi-factor authentication and cannot allow the access. Sign out first.',
  );

export const makeConsentPage = (
  asked: Pick<ConsentPageOptions, 'params' | 'email' | 'password' | 'problem'>,
): string =>
  makeSharedConsentPage({
    ...asked,
    title: 'ManageEngine simulator',
    colors,
    action: '/oauth/v2/auth',
    words: { allow: 'Accept', refuse: 'Reject' },
  });
