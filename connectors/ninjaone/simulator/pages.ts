import {
  type ConsentPageOptions,
  makeConsentPage as makePage,
} from '../../../src/simulation/consent-page.ts';

type Asked = Pick<ConsentPageOptions, 'params' | 'email' | 'password' | 'problem'>;

export const makeConsentPage = (asked: Asked): string =>
  makePage({
    ...asked,
    title: 'NinjaOne simulator',
    colors: { light: '#0b2e4f', dark: '#93c5fd' },
    action: '/ws/oauth/authorize',
    words: { allow: 'Allow', refuse: 'Refuse' },
  });
