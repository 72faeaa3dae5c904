/** Where a secret goes: the forms ask for it as soon as an address changes, and say what a change stops. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findAxeViolations } from '../helpers/axe-violations.ts';
import { launchChromium } from '../helpers/chromium.ts';
import { makeReadyWorld, type ReadyWorld } from '../helpers/muster-world.ts';
import { openSignedIn } from '../helpers/signed-in-page.ts';

let world: ReadyWorld;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  world = await makeReadyWorld({ simulator: { users: 1 } });
  browser = await launchChromium();
  page = await openSignedIn(browser, world);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

const button = (name: string) => page.getByRole('button', { name, exact: true });

test('a changed address asks for the secret at once, and is saved with it', async () => {
  const { id } = await world.client.call<{ id: number }>('POST', '/api/credentials', {
    connectorId: 'citrix-cloud',
    methodId: 'oauth2-client-credentials',
    name: 'Cloud',
    fields: {
      clientId: 'c',
      clientSecret: 's3cret-value',
      customerId: 'acme',
      urlDomain: 'api-us.cloud.com',
    },
  });
  await page.goto(`/credentials/${id}`);
  await button('Edit Authorization').click();
  const domain = page.getByRole('combobox', { name: 'URL Domain' });
  // Cleaned instead of refused.
  await domain.fill(' https://api-eu.cloud.com/ ');
  await page.getByText('For api-eu.cloud.com enter Secret again').waitFor();
  expect(await findAxeViolations(page)).toEqual([]);
  await button('Save').click();
  await page.getByText('Secret is needed.').waitFor();
  await page.locator('input[name=clientSecret]').fill('s3cret-value');
  await button('Save').click();
  await page.getByText('The authorization was saved.').waitFor();
  const saved = await world.client.call<{ fields: Record<string, string> }>('GET', `/api/credentials/${id}`);
  expect(saved.fields.urlDomain).toBe('api-eu.cloud.com');
});

test('a global variable says before it is saved which credentials stop; the list says it afterwards', async () => {
  const variable = await world.client.call<{ id: number }>('POST', '/api/global-variables', {
    key: 'Citrix.Hostname',
    value: 'xms.example.com',
  });
  await world.client.call('POST', '/api/credentials', {
    connectorId: 'citrix-endpoint-management',
    methodId: 'local-administrator',
    name: 'XenMobile',
    fields: { port: '4443', login: 'muster', password: 's3cret-value' },
  });
  expect(variable.id).toBeGreaterThan(0);
  await page.goto('/global-settings');
  await page
    .getByRole('button', { name: /Citrix\.Hostname/ })
    .first()
    .click();
  await page.getByLabel('Value').fill('other.example.com');
  await page.getByText('XenMobile needs its secret again for other.example.com:4443').waitFor();
  await button('Save').click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.goto('/credentials');
  await page.getByText('Needs its secret').waitFor();
});
