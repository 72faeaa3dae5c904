/** What a new user does, in the real UI: from the first visit to the people in People. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAxeViolations as findViolations } from '../helpers/axe-violations.ts';
import { launchChromium, patienceMs } from '../helpers/chromium.ts';
import { admin, type MusterWorld, makeMusterWorld } from '../helpers/muster-world.ts';
import { openPage } from '../helpers/signed-in-page.ts';

let world: MusterWorld;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  world = await makeMusterWorld({ simulator: { users: 260 } });
  browser = await launchChromium();
  page = await openPage(browser, world);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

const findAxeViolations = () => findViolations(page);
const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

describe('the main job', () => {
  test('the first visit creates the administrator', async () => {
    await page.goto('/');
    await page.waitForURL('**/setup');
    await page.getByLabel('Name').fill(admin.name);
    await page.getByLabel(/e-?mail/i).fill(admin.email);
    for (const field of await page.getByLabel(/password/i).all())
      if ((await field.getAttribute('type')) === 'password') await field.fill(admin.password);
    await page.keyboard.press('Enter');
    await heading('Overview').waitFor();
  });

  test('a credential is added by OAuth in a pop-up that comes back by itself', async () => {
    await page.goto('/credentials');
    await page
      .getByRole('link', { name: /Add new credential/ })
      .first()
      .click();
    await page.getByLabel('Search for the integration').fill('ninja');
    await page.getByRole('link', { name: /NinjaOne MSP/ }).click();
    await page.getByLabel('Client ID').waitFor();
    const fields = world.simulator.control.formValues().fields;
    await page.getByLabel('Client ID').fill(String(fields['clientId']));
    await page.getByLabel('Client secret').fill(String(fields['clientSecret']));
    await page.getByLabel('NinjaOne URL').fill(String(fields['url']));
    const name = page.getByRole('textbox', { name: /^Name/ });
    if ((await name.inputValue()) === '') await name.fill('NinjaOne');
    expect(await page.getByText('/oauth2/redirect').count()).toBeGreaterThan(0);
    const [popup] = await Promise.all([page.waitForEvent('popup'), button('Authenticate').click()]);
    await popup.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('Authenticated').first().waitFor();
    await button(/^Create/).click();
    await page.waitForURL(/\/credentials(\/\d+)?$/);
    await page.goto('/credentials');
    await page.getByText('Authenticated').first().waitFor();
    expect(await findAxeViolations()).toEqual([]);
  });

  test('the integration is added from the catalog and says what is missing', async () => {
    await page.goto('/integrations');
    await button('New integration').first().click();
    await page.getByLabel('Search the catalog').fill('msp users');
    await button('Add NinjaOne MSP users').click();
    await heading('NinjaOne MSP users').waitFor();
    await page.getByText('Draft until these are done').waitFor();
    await page.getByText('Choose a credential, or add a new one.').waitFor();
    expect(await findAxeViolations()).toEqual([]);
    await page.getByRole('combobox', { name: /^Credential/ }).click();
    await page.getByRole('option').first().click();
    await button('Update').click();
    await page.getByText('Choose a credential, or add a new one.').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Edit Integration details' }).click();
    await page.getByLabel('User plus SaaS user').check();
    await button('Update').click();
    await page.getByText('User plus SaaS user').waitFor();
  });

  test('fields are mapped: Smart Mapping, a drop-down, drag and drop, an own field', async () => {
    await page.getByRole('tab', { name: 'Mapping' }).click();
    await page.getByRole('link', { name: 'Edit mapping' }).click();
    await heading('Mapping').waitFor();
    await page.getByText(/25 sampled records/).waitFor();
    for (const label of [
      'Roles List',
      'Assigned Device Ids List',
      'Mfa Configured',
      'Must Change Pw',
      'Connector Sync Time',
    ]) {
      await page
        .getByRole('button', { name: new RegExp(label) })
        .first()
        .waitFor();
    }
    await button('Smart Mapping').click();
    await page.getByText('Recommended for this connector').first().waitFor();
    await button(/^Accept all/).click();
    await page.getByLabel('Default Role').click();
    await page.getByRole('option', { name: 'Employee' }).click();

    // By mouse: User Type onto Position.
    const source = page.getByRole('button', { name: /^User Type/ });
    await source.scrollIntoViewIfNeeded();
    const target = page.locator('[data-field="position"]');
    await target.scrollIntoViewIfNeeded();
    const [from, to] = [await source.boundingBox(), await target.boundingBox()];
    if (!from || !to) throw new Error('the fields are not on the screen');
    await page.mouse.move(from.x + 40, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(from.x + 60, from.y + 20, { steps: 4 });
    await page.mouse.move(to.x + 60, to.y + to.height / 2, { steps: 12 });
    await page.mouse.up();
    await expect
      .poll(() => page.getByLabel('Source of Position').inputValue(), { timeout: patienceMs })
      .toBe('User Type');

    // By drop-down: an own field for the organisation.
    await button('Add new Muster field').click();
    await page.getByRole('textbox', { name: /^Name/ }).fill('Organisation number');
    await page.getByRole('combobox', { name: /^Type/ }).click();
    await page.getByRole('option', { name: 'Number' }).click();
    await button('Create').click();
    await page.getByLabel('Source of Organisation number').click();
    await page.getByRole('option', { name: 'Organization Id' }).click();
    await page.getByRole('heading', { name: 'Preview of the mapped record' }).waitFor();
    await page.getByText('Organisation number').last().waitFor();
    expect(await findAxeViolations()).toEqual([]);
    await button('Update').click();
    await page.getByText('Mapping saved as version 1').waitFor();
  });

  test('test run, launch, run now: the people are there', async () => {
    await page.getByRole('link', { name: 'NinjaOne MSP users' }).first().click();
    await heading('NinjaOne MSP users').waitFor();
    await button('Test run').click();
    await page.waitForURL('**/sessions/*');
    await page.getByText('Succeeded').first().waitFor();
    await page.getByRole('heading', { name: 'Test payload' }).waitFor();
    await page.getByRole('button', { name: /Copy test payload/ }).waitFor();
    expect(await findAxeViolations()).toEqual([]);
    await page.getByRole('link', { name: 'NinjaOne MSP users' }).first().click();
    await button('Launch').click();
    await page.getByText('Active').first().waitFor();
    await button('More actions').click();
    await page.getByRole('menuitem', { name: 'Run now' }).click();
    await page.waitForURL('**/sessions/*');
    await page.getByText('Succeeded').first().waitFor();
    await button('Created 260').waitFor();
    await page.goto('/people');
    await page.getByText('260 people').waitFor();
    expect(await findAxeViolations()).toEqual([]);
  });

  test('People: search, sort and filter by the server; the record page tells where values come from', async () => {
    await page.getByRole('main').getByLabel('Search people').fill('.0@');
    await page.getByText('1 person').waitFor();
    await page.getByText('.0@example.com').first().click();
    await page.waitForURL('**/people/*');
    await page.getByText('NinjaOne MSP users').first().waitFor();
    await page.getByText('TECHNICIAN').or(page.getByText('END_USER')).first().waitFor();
    await button('Who said Email, and when').click();
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /^Session \d+/ })
      .waitFor();
    expect(await findAxeViolations()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByRole('heading', { name: 'History' }).waitFor();
    await page.getByText('Created').first().waitFor();
    await page.goto('/saas');
    await page.getByText('NinjaOne').first().waitFor();
  });

  test('a second run changes nothing, a changed vendor changes exactly what it changed', async () => {
    world.simulator.control.edit({ changePercent: 10 });
    await page.goto('/integrations');
    await page
      .getByRole('link', { name: /NinjaOne MSP users/ })
      .first()
      .click();
    await button('Run now').click();
    await page.waitForURL('**/sessions/*');
    await page.getByText('Succeeded').first().waitFor();
    await button(/^Updated \d+/).waitFor();
    await page.getByText('Phone Number').first().waitFor();
  });
});

describe('assets and software', () => {
  test('devices are added, mapped with Smart Mapping and run; their software comes along', async () => {
    await page.goto('/integrations');
    await button('New integration').first().click();
    await page.getByLabel('Search the catalog').fill('devices');
    await button('Add NinjaOne devices').click();
    await heading('NinjaOne devices').waitFor();
    await page.getByRole('combobox', { name: /^Credential/ }).click();
    await page.getByRole('option').first().click();
    await button('Update').click();
    await page.getByText('Choose a credential, or add a new one.').waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Mapping' }).click();
    await page.getByRole('link', { name: 'Edit mapping' }).click();
    await page.getByText(/25 sampled records/).waitFor();
    await button('Smart Mapping').click();
    await page.getByText("nodeClass != 'CLOUD_MONITOR_TARGET'").first().waitFor();
    await button(/^Accept all/).click();
    await button('Update').click();
    await page.getByText('Mapping saved as version 1').waitFor();
    await page.getByRole('link', { name: 'NinjaOne devices' }).first().click();
    await button('Launch').click();
    await page.getByText('Active').first().waitFor();
    await button('More actions').click();
    await page.getByRole('menuitem', { name: 'Run now' }).click();
    await page.waitForURL('**/sessions/*');
    await page.getByText('Succeeded').first().waitFor();
    await button('Created 116').waitFor();
    await button('Skipped 4').click();
    await page.getByText('The rule of this integration').first().waitFor();
    await page.getByText('1,344').waitFor();
  });

  test('a device shows its software and its person, a product its devices, a person their assets', async () => {
    await page.goto('/assets');
    await page.getByText('116 assets').waitFor();
    await page.getByRole('main').getByLabel('Search assets').fill('PC-00002');
    await page.getByText('1 asset', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'PC-00002' }).click();
    await heading('PC-00002').waitFor();
    await page.getByText('12 entries').waitFor();
    const product = page.getByRole('row').getByRole('link').first();
    const name = (await product.textContent()) ?? '';
    await page.getByRole('main').getByLabel('Search entries').fill(name);
    await page.getByText('12 entries').waitFor({ state: 'detached' });
    await product.click();
    await heading(name).waitFor();
    await page.getByRole('heading', { name: 'Versions' }).waitFor();
    await page.getByRole('row').getByText('PC-00002').waitFor();
    await page.goBack();
    await heading('PC-00002').waitFor();
    await page.locator('a[href^="/people/"]').first().click();
    await page.waitForURL('**/people/*');
    await page.getByRole('link', { name: 'PC-00002' }).waitFor();
  });

  test('spellings are joined to one product by the normalization list', async () => {
    await page.goto('/software');
    await page.getByRole('link', { name: 'Normalization list' }).click();
    await button('Add entry').first().click();
    await page.getByLabel('Incoming name').fill('Product *');
    await page.getByLabel('Standard name').fill('The Product');
    await button('Add').click();
    await page.getByText('The Product').waitFor();
    await button('Apply').click();
    await page.getByText(/belong to another product now/).waitFor();
    await page.goto('/software');
    await page.getByText('1 product', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'The Product' }).click();
    await page.getByText('112 assets').first().waitFor();
  });
});

describe('without a mouse, and without the right', () => {
  test('a field is dragged by keyboard alone', async () => {
    await page.goto('/integrations/1/mapping');
    await page.getByText(/25 sampled records/).waitFor();
    await page.getByLabel('Source of Address').waitFor();
    expect(await page.getByLabel('Source of Address').inputValue()).toBe('');
    await page.getByRole('button', { name: /^Invitation Status/ }).focus();
    await page.keyboard.press('Space');
    const listen = async () => (await page.locator('[aria-live]').allTextContents()).join(' ');
    let said = await listen();
    while (!/is over Address/.test(said)) {
      await page.keyboard.press('ArrowDown');
      await expect.poll(listen, { timeout: patienceMs }).not.toBe(said);
      said = await listen();
    }
    await page.keyboard.press('Space');
    await expect
      .poll(() => page.getByLabel('Source of Address').inputValue(), { timeout: patienceMs })
      .toBe('Invitation Status');
    await page
      .getByRole('button', { name: /Discard|Undo|Reset/ })
      .first()
      .click();
  });

  test('a viewer sees everything and changes nothing', async () => {
    await page.goto('/users');
    await button(/Add user|New user|Create user/)
      .first()
      .click();
    await page.getByLabel('Name').fill('Vic Viewer');
    await page.getByLabel(/e-?mail/i).fill('viewer@example.com');
    for (const field of await page.getByLabel(/password/i).all())
      if ((await field.getAttribute('type')) === 'password') await field.fill(admin.password);
    await page.getByRole('combobox', { name: /Role/ }).click();
    await page.getByRole('option', { name: /Viewer/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Add|Create/ })
      .click();
    await page.getByText('viewer@example.com').first().waitFor();

    const other = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      baseURL: world.url.replace('127.0.0.1', 'localhost'),
    });
    const viewer = await other.newPage();
    viewer.setDefaultTimeout(patienceMs);
    await viewer.goto('/sign-in');
    await viewer.getByLabel(/e-?mail/i).fill('viewer@example.com');
    await viewer
      .getByLabel(/password/i)
      .first()
      .fill(admin.password);
    await viewer.keyboard.press('Enter');
    await viewer.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    for (const [path, names] of [
      ['/people/1', ['Edit', 'Archive']],
      ['/assets/1', ['Edit', 'Archive']],
      ['/software-names', ['Add entry', 'Apply']],
      ['/integrations', ['New integration']],
      ['/integrations/1', ['Run now', 'Test run', 'Pause', 'Delete']],
    ] as const) {
      await viewer.goto(path);
      await viewer.getByRole('heading', { level: 1 }).first().waitFor();
      await viewer.waitForLoadState('networkidle');
      for (const name of names) {
        const found = viewer.getByRole('button', { name, exact: true });
        const usable = (await found.count()) > 0 && (await found.first().isEnabled());
        expect(usable, `${path}: ${name}`).toBe(false);
      }
    }
    const refused = await viewer.evaluate(async () => {
      const me = (await (await fetch('/api/me')).json()) as { csrfToken?: string };
      const answer = await fetch('/api/integrations/1/run', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-csrf-token': me.csrfToken ?? '' },
        body: '{}',
      });
      return { status: answer.status, text: await answer.text() };
    });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('ACCESS_FORBIDDEN');
    await other.close();
  });
});

describe('every page, at both widths, in light and dark', () => {
  const paths = [
    '/',
    '/people',
    '/people/1',
    '/assets',
    '/assets/1',
    '/software',
    '/software-names',
    '/saas',
    '/credentials',
    '/credentials/1',
    '/catalog',
    '/catalog/ninjaone',
    '/integrations',
    '/integrations/1',
    '/integrations/1/mapping',
    '/sessions',
    '/sessions/2',
    '/global-settings',
    '/users',
    '/api-tokens',
    '/audit',
    '/notifications',
  ];
  test.each([
    [1440, 'light'],
    [390, 'dark'],
  ] as const)(
    '%i px, %s: nothing breaks, nothing scrolls sideways, axe finds no serious violation',
    async (width, colorScheme) => {
      await page.setViewportSize({ width, height: 860 });
      await page.emulateMedia({ colorScheme });
      const problems: string[] = [];
      const listen = (err: Error) => problems.push(err.message);
      page.on('pageerror', listen);
      for (const path of paths) {
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).first().waitFor();
        await page.waitForLoadState('networkidle');
        const overflow = Number(
          await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
        );
        if (overflow > 1) problems.push(`${path} is ${overflow} px too wide`);
        for (const violation of await findAxeViolations()) problems.push(`${path}: ${violation}`);
      }
      page.off('pageerror', listen);
      expect(problems).toEqual([]);
    },
  );
});
