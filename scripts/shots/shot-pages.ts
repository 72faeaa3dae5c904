import type { Page } from 'playwright-core';
import type { ShotIds } from '../../test/helpers/picture-world.ts';

/** A page of the interface and the windows that can be opened on it. */
export interface ShotPage {
  name: string;
  path: string;
  dialogs?: readonly ShotDialog[];
}

export interface ShotDialog {
  name: string;
  open(page: Page): Promise<unknown>;
}

const press = (name: RegExp): ShotDialog => ({
  name: name.source.replaceAll(/[^a-z]+/gi, '-').toLowerCase(),
  open: (page) => page.getByRole('main').getByRole('button', { name }).first().click(),
});
const shortcuts: ShotDialog = { name: 'shortcuts', open: (page) => page.keyboard.press('Shift+?') };
const filter: ShotDialog = { name: 'filter', open: (page) => page.keyboard.press('f') };
const columns = press(/^Choose columns/);

export const listShotPages = (ids: ShotIds): ShotPage[] => [
  { name: 'overview', path: '/', dialogs: [shortcuts] },
  { name: 'people', path: '/people', dialogs: [filter, columns, press(/^Export/)] },
  { name: 'person', path: `/people/${ids.person}`, dialogs: [press(/^Edit/)] },
  { name: 'assets', path: '/assets' },
  { name: 'asset', path: `/assets/${ids.asset}`, dialogs: [press(/^Edit/)] },
  { name: 'software', path: '/software' },
  { name: 'product', path: `/software/${ids.product}` },
  { name: 'software-names', path: '/software-names', dialogs: [press(/^Add entry/)] },
  { name: 'saas', path: '/saas' },
  { name: 'saas-app', path: `/saas/${ids.app}` },
  { name: 'parked-records', path: '/parked-records' },
  { name: 'placeholders', path: '/placeholders', dialogs: [press(/^Add/)] },
  { name: 'retention', path: '/retention' },
  { name: 'erased-people', path: '/erased-people' },
  { name: 'credentials', path: '/credentials' },
  { name: 'new-credential', path: `/credentials/new?connector=${ids.connector}` },
  { name: 'credential', path: `/credentials/${ids.credential}`, dialogs: [press(/^Delete/)] },
  { name: 'catalog', path: '/catalog' },
  { name: 'connector', path: `/catalog/${ids.connector}` },
  { name: 'integrations', path: '/integrations', dialogs: [press(/^New integration/)] },
  { name: 'integration', path: `/integrations/${ids.integration}` },
  {
    name: 'mapping',
    path: `/integrations/${ids.integration}/mapping`,
    dialogs: [press(/^Add new Muster field/), press(/^Smart Mapping/)],
  },
  { name: 'sessions', path: '/sessions' },
  { name: 'session', path: `/sessions/${ids.session}` },
  { name: 'global-settings', path: '/global-settings', dialogs: [press(/^(Add|New)/)] },
  { name: 'users', path: '/users', dialogs: [press(/^(Add|New) user/)] },
  { name: 'api-tokens', path: '/api-tokens', dialogs: [press(/^(New|Create|Add)/)] },
  { name: 'audit', path: '/audit' },
  { name: 'notifications', path: '/notifications' },
  { name: 'profile', path: '/profile', dialogs: [press(/password/i), press(/authenticator|Set up/i)] },
  { name: 'not-found', path: '/no-such-page' },
];
