/** What the pages say is true: counts, advice, reasons, times, and what can be found. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findAxeViolations } from '../helpers/axe-violations.ts';
import { patienceMs } from '../helpers/chromium.ts';
import { type ReadyWorld, usersMapping } from '../helpers/muster-world.ts';
import { openWorldPage } from '../helpers/world-page.ts';

let world: ReadyWorld;
let page: Page;

beforeAll(async () => {
  const opened = await openWorldPage({ simulator: { users: 8 } });
  ({ world, page } = opened);
  return opened.close;
});

const poll = <Value>(read: () => Promise<Value>) => expect.poll(read, { timeout: patienceMs });
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const heading = (name: string) => page.getByRole('heading', { level: 1, name });

describe('sessions', () => {
  test('a test run says what would be created, and the list that nothing was', async () => {
    const { id } = await world.run('test-run');
    await page.goto(`/sessions/${id}?tab=outcomes`);
    await button('Would be created 8').waitFor();
    await page.goto(`/integrations/${world.integrationId}`);
    await page.getByText('8 read, 8 would be created').first().waitFor();
    await page.goto('/');
    await page.getByText('Test run: 8 read, 8 would be created').waitFor();
  });

  test('what was skipped says by which rule and value, and is seen outside the session', async () => {
    const path = `/api/integrations/${world.integrationId}/mapping`;
    const { version } = await world.client.call<{ version: number }>('GET', path);
    await world.client.call('PUT', path, {
      version,
      mapping: { ...usersMapping, condition: "{{ email == 'nobody@example.com' }}" },
    });
    const { id } = await world.run();
    await page.goto(`/sessions/${id}?tab=outcomes`);
    await page
      .getByText(/email == 'nobody@example.com'.*; email is ".+@.+"/)
      .first()
      .waitFor();
    await page.goto('/sessions');
    await page.getByRole('columnheader', { name: 'Skipped' }).waitFor();
    await page.getByRole('columnheader', { name: 'Warnings' }).waitFor();
    await page.goto(`/integrations/${world.integrationId}`);
    await page.getByText('8 read, 8 skipped').first().waitFor();
    await page.goto('/');
    await page.getByText('Run now: 8 read, 8 skipped').waitFor();
  });
});

describe('a schedule', () => {
  test('a refusal goes when what was refused is changed, and the next runs name their zone', async () => {
    await page.goto(`/integrations/${world.integrationId}?tab=settings`);
    await button('Edit Schedule').click();
    await page.getByRole('combobox', { name: 'Runs' }).click();
    await page.getByRole('option', { name: 'By a cron expression' }).click();
    const cron = page.getByRole('textbox', { name: 'Cron expression' });
    await cron.fill('every day');
    await page.getByRole('alert').first().waitFor();
    await page.keyboard.press('Enter');
    await poll(() => page.getByRole('alert').count()).toBe(2);
    await cron.fill('15 3 * * *');
    await page.getByRole('combobox', { name: 'Time zone' }).click();
    await page.keyboard.type('Asia/Tok');
    // What is typed takes the place of what was chosen.
    expect(await page.getByRole('combobox', { name: 'Time zone' }).inputValue()).toBe('Asia/Tok');
    await page.getByRole('option', { name: 'Asia/Tokyo' }).click();
    await page.getByText(/Next: .*3:15\sAM \(Asia\/Tokyo\)/).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await button('Cancel').first().click();
  });
});

describe('what can be found', () => {
  test('the search finds integrations, credentials, sessions, settings and pages', async () => {
    await world.run('test-run');
    await world.client.call('POST', '/api/global-variables', {
      key: 'Acme.Host',
      value: 'x',
      isSecret: false,
    });
    const search = page
      .getByRole('combobox', { name: 'Search everything' })
      .or(page.getByLabel('Search everything'));
    for (const [text, found, title] of [
      ['NinjaOne MSP', 'NinjaOne MSP users NinjaOne MSP', 'NinjaOne MSP users'],
      ['Vendor', 'Vendor NinjaOne MSP', 'Vendor'],
      ['NinjaOne MSP', /^Session \d+: NinjaOne MSP users/, 'NinjaOne MSP users'],
      ['acme', 'Acme.Host', 'Global Settings'],
      ['audit', 'Audit General', 'Audit'],
    ] as const) {
      await search.first().fill(text);
      await page.getByRole('option', { name: found, exact: true }).first().click();
      await heading(title).waitFor();
    }
    await search.first().fill('a');
    await page.getByRole('option').first().waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  test('a search of the catalog without a result advises what is there', async () => {
    await page.goto('/integrations');
    await button('New integration').first().click();
    const search = page.getByLabel('Search the catalog');
    await search.fill('zzz');
    const advice = (await page.getByText(/a category: /).textContent()) ?? '';
    const categories = advice
      .replace(/^.*a category: /, '')
      .replace(/\.$/, '')
      .split(', ');
    expect(categories.length).toBeGreaterThan(1);
    for (const category of categories) {
      await search.fill(category);
      await page.getByRole('button', { name: /^Add / }).first().waitFor();
    }
    await page.keyboard.press('Escape');
  });
});

describe('the audit log', () => {
  test('speaks as people do', async () => {
    await page.goto('/audit');
    await page.getByRole('row').getByText('Integration mapping saved').first().click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('By').first().waitFor();
    expect(await drawer.textContent()).not.toMatch(/[{}"]|[a-z]_[a-z]|[a-z]\.[a-z]|mapping-saved/);
  });
});

describe('messages and windows', () => {
  test('a message is readable and stands over no button', async () => {
    await page.goto('/software-names');
    await button('Add entry').first().click();
    await page.getByRole('dialog').getByLabel('Incoming name').fill('Acrobat*');
    await page.getByRole('dialog').getByLabel('Standard name').fill('Acrobat');
    await page.keyboard.press('Enter');
    await button('Apply').click();
    const toast = page.locator('.mantine-Notification-root').first();
    await toast.waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    const box = await toast.boundingBox();
    if (!box) throw new Error('the message is gone');
    for (const one of await page.getByRole('main').getByRole('button').all()) {
      const other = await one.boundingBox();
      if (!other) continue;
      const isApart =
        other.x >= box.x + box.width ||
        other.x + other.width <= box.x ||
        other.y >= box.y + box.height ||
        other.y + other.height <= box.y;
      expect(isApart, (await one.textContent()) ?? '').toBe(true);
    }
  });

  test('a sign-in window that is closed is noticed', async () => {
    const { fields } = world.simulator.control.formValues();
    await page.goto('/credentials/new?connector=ninjaone');
    for (const [name, value] of Object.entries(fields))
      await page.locator(`[name="${name}"]`).fill(String(value));
    const [popup] = await Promise.all([page.waitForEvent('popup'), button('Authenticate').click()]);
    await page.getByText(/^Waiting for your sign-in/).waitFor();
    await popup.close();
    await page.getByText(/^The window of .* is closed/).waitFor();
    expect(await page.getByText(/^Waiting for your sign-in/).count()).toBe(0);
    expect(await findAxeViolations(page)).toEqual([]);
  });
});
