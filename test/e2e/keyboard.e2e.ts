/** The main job by the keyboard alone, from signing in to a record: no pointer, no focus set by a script. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDemoClient } from '../../src/cli/demo-client.ts';
import { launchChromium, patienceMs } from '../helpers/chromium.ts';
import { admin, type MusterWorld, makeMusterWorld } from '../helpers/muster-world.ts';

const userCount = 30;
/** More stops than any page has: whoever has not come there by then does not. */
const maxStops = 250;

let world: MusterWorld;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  world = await makeMusterWorld({ simulator: { users: userCount } });
  await makeDemoClient(world.url, admin);
  browser = await launchChromium();
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    baseURL: world.url.replace('127.0.0.1', 'localhost'),
  });
  page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

/** Goes on from where the focus is, as a person does, until it is there and can be seen. */
async function tabTo(target: Locator, where = page): Promise<void> {
  await target.first().waitFor();
  const isFocused = () => target.first().evaluate((element) => element.matches(':focus'));
  for (let stop = 0; stop < maxStops; stop += 1) {
    if (await isFocused()) return;
    await where.keyboard.press('Tab');
  }
  expect.fail(`the Tab key does not lead to ${String(target)}`);
}

async function press(target: Locator): Promise<void> {
  await tabTo(target);
  await page.keyboard.press('Enter');
}

async function fill(target: Locator, text: string): Promise<void> {
  await tabTo(target);
  await page.keyboard.type(text);
}

/** Chooses from a drop-down with the arrow keys. */
async function choose(target: Locator, option: RegExp): Promise<void> {
  await tabTo(target);
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option').first().waitFor();
  for (let step = 0; step < 60; step += 1) {
    const id = await target.first().getAttribute('aria-activedescendant');
    const text = id ? await page.locator(`[id="${id}"]`).textContent() : '';
    if (option.test(text ?? '')) {
      await page.keyboard.press('Enter');
      return;
    }
    await page.keyboard.press('ArrowDown');
  }
  expect.fail(`the arrow keys do not lead to ${option}`);
}

/** Goes to an entry of the menu that has opened, and takes it. */
async function goToItem(item: Locator): Promise<void> {
  await item.waitFor();
  for (let step = 0; step < 20; step += 1) {
    if (await item.evaluate((element) => element.matches(':focus'))) {
      await page.keyboard.press('Enter');
      return;
    }
    await page.keyboard.press('ArrowDown');
  }
  expect.fail(`the arrow keys do not lead to ${String(item)}`);
}

const follow = (name: string) =>
  press(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }));

test('somebody signs in', async () => {
  await page.goto('/sign-in');
  await fill(page.getByLabel('E-mail'), admin.email);
  await fill(page.getByLabel('Password', { exact: true }), admin.password);
  await page.keyboard.press('Enter');
  await heading('Overview').waitFor();
});

test('adds a credential, in a pop-up of the vendor too', async () => {
  await follow('Credentials');
  await heading('Credentials').waitFor();
  await press(page.getByRole('link', { name: /Add new credential/ }));
  await fill(page.getByLabel('Search for the integration'), 'ninja');
  await press(page.getByRole('link', { name: /NinjaOne MSP/ }));
  const { fields } = world.simulator.control.formValues();
  for (const [label, key] of [
    ['Client ID', 'clientId'],
    ['Client secret', 'clientSecret'],
    ['NinjaOne URL', 'url'],
  ] as const) {
    const input = page.getByLabel(label, { exact: true }).or(page.getByLabel(`${label} *`, { exact: true }));
    await fill(input.first(), String(fields[key]));
  }
  const opened = page.waitForEvent('popup');
  await press(button('Authenticate'));
  const popup = await opened;
  await tabTo(popup.getByRole('button', { name: 'Allow' }), popup);
  await popup.keyboard.press('Enter');
  await page.getByText('Authenticated').first().waitFor();
  await press(button(/^Create/));
  await page.waitForURL(/\/credentials(\/\d+)?$/);
});

test('adds an integration from the catalog and maps it', async () => {
  await follow('Integrations');
  await heading('Integrations').waitFor();
  await press(button('New integration'));
  await fill(page.getByLabel('Search the catalog'), 'msp users');
  await press(button('Add NinjaOne MSP users'));
  await heading('NinjaOne MSP users').waitFor();
  await choose(page.getByRole('combobox', { name: /^Credential/ }), /NinjaOne/);
  await press(button('Update'));
  await page.getByText('Choose a credential, or add a new one.').waitFor({ state: 'detached' });
  await press(page.getByRole('link', { name: 'Open the mapping' }));
  await page.getByText(/25 sampled records/).waitFor();
  await press(button('Smart Mapping'));
  await press(button(/^Accept all/));
  await choose(page.getByLabel('Default Role'), /^Employee$/);
  await press(button('Update'));
  await page.getByText('Mapping saved as version 1').waitFor();
});

test('launches it, looks at what a run would do, and runs it', async () => {
  await press(page.getByRole('link', { name: 'NinjaOne MSP users' }));
  await heading('NinjaOne MSP users').waitFor();
  await press(button('Launch'));
  await page.getByText('Active').first().waitFor();
  await press(button('More actions'));
  await goToItem(page.getByRole('menuitem', { name: /^Preview/ }));
  await page.waitForURL('**/sessions/*');
  await page.getByText('Succeeded').first().waitFor();
  await page
    .getByText(new RegExp(`${userCount}`))
    .first()
    .waitFor();
  await press(page.getByRole('link', { name: 'NinjaOne MSP users' }));
  await heading('NinjaOne MSP users').waitFor();
  await press(button('Run now'));
  await page.waitForURL('**/sessions/*');
  await page.getByText('Succeeded').first().waitFor();
  await button(`Created ${userCount}`).waitFor();
});

test('opens a record of the list', async () => {
  await follow('People');
  await page.getByText(`${userCount} people`).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const row = page.locator('[data-row-link="1"]');
  await expect
    .poll(() => row.evaluate((element) => element.matches(':focus')), { timeout: patienceMs })
    .toBe(true);
  const name = (await row.textContent()) ?? '';
  await page.keyboard.press('Enter');
  await heading(name).waitFor();
});
