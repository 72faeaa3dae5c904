/** Every first vendor in the real UI: credential, integrations from the catalog, run, and what came into the lists. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSimulator as makeCitrixCloud } from '../../connectors/citrix-cloud/simulator.ts';
import { makeSimulator as makeEndpointManagement } from '../../connectors/citrix-endpoint-management/simulator.ts';
import { builtInConnectors } from '../../connectors/index.generated.ts';
import { makeSimulator as makeManageEngine } from '../../connectors/manageengine/simulator.ts';
import type { Simulator } from '../../src/simulation/simulator.ts';
import { launchChromium } from '../helpers/chromium.ts';
import { admin, type MusterWorld, makeMusterWorld } from '../helpers/muster-world.ts';
import { openPage } from '../helpers/signed-in-page.ts';

const vendors = {
  'citrix-cloud': makeCitrixCloud({ machines: 30 }),
  'citrix-endpoint-management': makeEndpointManagement({ devices: 25 }),
  manageengine: makeManageEngine({ computers: 24, devices: 6, assets: 30 }),
} satisfies Record<string, Simulator>;

let world: MusterWorld;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  world = await makeMusterWorld({ simulator: { users: 40, devices: 40 } });
  for (const simulator of Object.values(vendors)) await simulator.start();
  vendors.manageengine.control.addRedirectUri(
    `${world.url.replace('127.0.0.1', 'localhost')}/oauth2/redirect`,
  );
  browser = await launchChromium();
  page = await openPage(browser, world);
  await page.goto('/');
  await page.waitForURL('**/setup');
  await page.getByLabel('Name').fill(admin.name);
  await page.getByLabel(/e-?mail/i).fill(admin.email);
  for (const field of await page.getByLabel(/password/i).all())
    if ((await field.getAttribute('type')) === 'password') await field.fill(admin.password);
  await page.keyboard.press('Enter');
  await heading('Overview').waitFor();
});
afterAll(async () => {
  await browser?.close();
  for (const simulator of Object.values(vendors)) await simulator.stop();
  await world?.close();
});

const heading = (name: string) => page.getByRole('heading', { level: 1, name });
const button = (name: string | RegExp): Locator =>
  page.getByRole('button', { name, exact: typeof name === 'string' });

/** From the list of credentials by the picker to a form that is filled in. */
async function fillCredential(
  connectorId: string,
  values: Record<string, string>,
  methodTitle?: string,
): Promise<void> {
  const connector = builtInConnectors.find(({ id }) => id === connectorId);
  const method = connector?.auth.find(({ title }) => title === methodTitle) ?? connector?.auth[0];
  if (!connector || !method) throw new Error(`no connector ${connectorId}`);
  await page.goto('/credentials');
  await page
    .getByRole('link', { name: /Add new credential/ })
    .first()
    .click();
  await page.getByLabel('Search for the integration').fill(connector.name);
  await page
    .getByRole('link', { name: new RegExp(`^${connector.name.replace(/[()]/g, '\\$&')}`) })
    .first()
    .click();
  if (connector.auth.length > 1) {
    await page.getByRole('combobox', { name: 'Authorization type' }).click();
    await page.getByRole('option', { name: method.title, exact: true }).click();
  }
  for (const { key, title } of method.fields) {
    const value = values[key];
    if (value !== undefined)
      await page
        .getByLabel(new RegExp(`^${title}`))
        .first()
        .fill(value);
  }
}

async function testAndCreate(): Promise<void> {
  await button('Test').click();
  await page.getByText('The test passed').waitFor();
  await button('Create').click();
  await page.waitForURL(/\/credentials\/\d+$/);
}

interface Wanted {
  streamName: string;
  read: number;
  defaultRole?: string;
}

/** From the catalog to a session that has ended, as a person would go. */
async function loadStream(connectorId: string, { streamName, read, defaultRole }: Wanted): Promise<void> {
  await page.goto(`/catalog/${connectorId}`);
  await button(`Add integration: ${streamName}`).click();
  await heading(streamName).waitFor();
  await page.getByRole('combobox', { name: /^Credential/ }).click();
  await page.getByRole('option').first().click();
  await button('Update').click();
  await page.getByText('Choose a credential, or add a new one.').waitFor({ state: 'detached' });
  if (streamName === 'Citrix DaaS users') {
    await page.getByRole('button', { name: 'Edit Integration details' }).click();
    await page.getByLabel('User plus SaaS user').check();
    await button('Update').click();
    await page.getByText('User plus SaaS user').waitFor();
  }
  await page.getByRole('tab', { name: 'Mapping' }).click();
  await page.getByRole('link', { name: 'Edit mapping' }).click();
  await heading('Mapping').waitFor();
  await page.getByText(/\d+ sampled records/).waitFor();
  await button('Smart Mapping').click();
  await button(/^Accept all/).click();
  if (defaultRole !== undefined) {
    await page.getByLabel('Default Role').click();
    await page.getByRole('option', { name: defaultRole }).click();
  }
  await button('Update').click();
  await page.getByText('Mapping saved as version 1').waitFor();
  await page.getByRole('link', { name: streamName }).first().click();
  await button('Launch').click();
  await page.getByText('Active').first().waitFor();
  await button('More actions').click();
  await page.getByRole('menuitem', { name: 'Run now' }).click();
  await page.waitForURL('**/sessions/*');
  await page.getByText('Succeeded').first().waitFor();
  expect(await page.getByRole('main').textContent()).toContain(`Read${read}`);
}

describe('Citrix Cloud', () => {
  test('a credential by client credentials, tested and created', async () => {
    await fillCredential('citrix-cloud', vendors['citrix-cloud'].control.formValues().fields);
    await testAndCreate();
    await page.getByText('Authenticated').first().waitFor();
  });

  test.each<Wanted>(
    vendors['citrix-cloud'].demo?.integrations.map(({ name, expectedCount }) => ({
      streamName: name,
      read: expectedCount,
      ...(name.includes('users') ? { defaultRole: 'Employee' } : {}),
    })) ?? [],
  )('$streamName', (wanted) => loadStream('citrix-cloud', wanted));
});

describe('Citrix Endpoint Management', () => {
  test('host and port become global variables from the catalog, where they are asked for', async () => {
    const { hostname, port } = vendors['citrix-endpoint-management'].control.formValues().fields;
    await page.goto('/catalog/citrix-endpoint-management');
    for (const [key, value] of [
      ['Citrix.Hostname', hostname],
      ['Citrix.Port', port],
    ] as const) {
      await button(`Create ${key}`).first().click();
      await page.getByRole('dialog').getByLabel('Value').fill(String(value));
      await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.goto('/global-settings');
    await page.getByText('Citrix.Hostname').first().waitFor();
  });

  test('a local administrator needs neither host nor port', async () => {
    const { login, password } = vendors['citrix-endpoint-management'].control.formValues().fields;
    await fillCredential('citrix-endpoint-management', {
      login: String(login),
      password: String(password),
    });
    await testAndCreate();
  });

  test.each<Wanted>(
    vendors['citrix-endpoint-management'].demo?.integrations.map(({ name, expectedCount }) => ({
      streamName: name,
      read: expectedCount,
      ...(name.includes('users') ? { defaultRole: 'Employee' } : {}),
    })) ?? [],
  )('$streamName', (wanted) => loadStream('citrix-endpoint-management', wanted));
});

describe('ManageEngine', () => {
  test('multi-factor authentication in the way: the steps stand there, and the clean window ends the session', async () => {
    vendors.manageengine.control.setFault('mfa-session');
    await fillCredential('manageengine', vendors.manageengine.control.formValues().fields);
    const [blocked] = await Promise.all([page.waitForEvent('popup'), button('Authenticate').click()]);
    await blocked.getByText('Verification needed').waitFor();
    await blocked.getByRole('link', { name: 'Sign out' }).click();
    await blocked.getByText('You are signed out').waitFor();
    await blocked.close();
    const [popup] = await Promise.all([page.waitForEvent('popup'), button(/^Authenticate/).click()]);
    await popup.getByRole('button', { name: 'Accept' }).click();
    await page.getByText('Press Create to keep it').waitFor();
    await button('Create').click();
    await page.waitForURL(/\/credentials\/\d+$/);
  });

  test.each<Wanted>(
    vendors.manageengine.demo?.integrations.map(({ name, expectedCount }) => ({
      streamName: name,
      read: expectedCount,
    })) ?? [],
  )('$streamName', (wanted) => loadStream('manageengine', wanted));

  test('access taken away: the credential page helps, and Re-authenticate repairs all of them at once', async () => {
    vendors.manageengine.control.revokeEverything();
    await page.goto('/integrations');
    await page
      .getByRole('link', { name: /ManageEngine assets/ })
      .first()
      .click();
    await button('Run now').click();
    await page.waitForURL('**/sessions/*');
    // The session's own words: the counter named Failed stands there from the start.
    await page
      .getByText(/uthenticate/)
      .first()
      .waitFor();
    await page.goto('/credentials');
    await page
      .getByRole('link', { name: /ManageEngine/ })
      .first()
      .click();
    await button('Open a clean sign-in window')
      .or(page.getByRole('link', { name: 'Open a clean sign-in window' }))
      .first()
      .waitFor();
    await page.getByText('repairs every integration').waitFor();
    for (const name of ['ManageEngine assets', 'ManageEngine computers', 'ManageEngine mobile devices'])
      await page.getByRole('link', { name }).first().waitFor();
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      button('Re-authenticate').first().click(),
    ]);
    await popup.getByRole('button', { name: 'Accept' }).click();
    await page.getByText('Needs re-authentication').first().waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'ManageEngine computers' }).first().click();
    await button('Run now').click();
    await page.waitForURL('**/sessions/*');
    await page.getByText('Succeeded').first().waitFor();
  });
});

describe('NinjaOne', () => {
  test('devices with their software, by the sign-in of the main job', async () => {
    await fillCredential('ninjaone', world.simulator.control.formValues().fields, 'OAuth 2.0');
    const [popup] = await Promise.all([page.waitForEvent('popup'), button('Authenticate').click()]);
    await popup.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('Press Create to keep it').waitFor();
    await button('Create').click();
    await page.waitForURL(/\/credentials\/\d+$/);
    await loadStream('ninjaone', { streamName: 'NinjaOne devices', read: 40 });
  });

  test.each(['NinjaOne end users', 'NinjaOne technicians'])('%s', async (streamName) => {
    const found = world.simulator.demo?.integrations.find(({ name }) => name === streamName);
    await loadStream('ninjaone', { streamName, read: found?.expectedCount ?? 0, defaultRole: 'Employee' });
  });
});

describe('what came of it', () => {
  test('Assets, Software, People and SaaS hold what the vendors have, and lead to each other', async () => {
    await page.goto('/assets');
    await page.getByText(/^\d+ assets$/).waitFor();
    for (const name of ['WS-00001', 'PC-00001', 'XM00000000', 'VDA-0001']) {
      await page.getByRole('main').getByLabel('Search assets').fill(name);
      await page.getByText(new RegExp(name, 'i')).first().waitFor();
    }
    await page.getByRole('main').getByLabel('Search assets').fill('WS-00001');
    await page.getByText('1 asset', { exact: true }).waitFor();
    await page.getByText('WS-00001').first().click();
    await page.waitForURL('**/assets/*');
    await page.getByRole('heading', { name: 'Software' }).waitFor();
    const product = page
      .getByText('Notepad++ (64-bit x64)')
      .or(page.getByText('Mozilla Firefox (x64 en-US)'));
    await product.first().click();
    await page.waitForURL('**/software/*');
    await page.getByRole('heading', { name: 'Versions' }).waitFor();
    await page.getByText('WS-00001').first().waitFor();
    await page.goto('/people');
    await page.getByText(/^\d+ people$/).waitFor();
    await page.goto('/saas');
    await page.getByText('Citrix').first().waitFor();
  });
});
