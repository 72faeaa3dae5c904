/** Forms and what they are made of: Enter saves, days and durations are typed, simple lists are managed in one way. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findAxeViolations } from '../helpers/axe-violations.ts';
import { patienceMs } from '../helpers/chromium.ts';
import { admin, type ReadyWorld } from '../helpers/muster-world.ts';
import { openWorldPage } from '../helpers/world-page.ts';

let world: ReadyWorld;
let page: Page;

beforeAll(async () => {
  const opened = await openWorldPage({
    simulator: { users: 12 },
    // East of Greenwich a day begins on the day before.
    context: { timezoneId: 'Europe/Berlin' },
    async prepare({ run, client }) {
      await run();
      await client.call('POST', '/api/objects/people/fields', { label: 'Notice period', type: 'duration' });
    },
  });
  ({ world, page } = opened);
  return opened.close;
});

/** Asks again until the machine is done. */
const poll = <Value>(read: () => Promise<Value>) => expect.poll(read, { timeout: patienceMs });
const heading = (name: string) => page.getByRole('heading', { level: 1, name });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const textbox = (name: string | RegExp) => page.getByRole('textbox', { name });
const dialog = () => page.getByRole('dialog');

describe('Enter saves', () => {
  test('the schedule of an integration', async () => {
    await page.goto(`/integrations/${world.integrationId}?tab=settings`);
    await button('Edit Schedule').click();
    await page.getByRole('combobox', { name: 'Runs' }).click();
    await page.getByRole('option', { name: 'Every day' }).click();
    await textbox('At').fill('05:15');
    await page.keyboard.press('Enter');
    await button('Edit Schedule').waitFor();
    await page.getByText('Every day at 05:15').first().waitFor();
  });

  test('its credential, by the input that chose it', async () => {
    await button('Edit Credentials').click();
    await page.getByRole('combobox', { name: 'Credential' }).click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await button('Edit Credentials').waitFor();
  });

  test('its details, unless something is missing', async () => {
    await button('Edit Integration details').click();
    await textbox(/^Name/).fill('');
    await page.keyboard.press('Enter');
    await page.getByText('Give the integration a name.').waitFor();
    await textbox(/^Name/).fill('People of the vendor');
    await page.keyboard.press('Enter');
    await heading('People of the vendor').waitFor();
  });

  test('a new credential: it is tried first', async () => {
    await page.goto('/credentials/new?connector=citrix-cloud');
    await page.getByLabel('Client ID').fill('someone');
    await page.keyboard.press('Enter');
    await page.getByText('Secret is needed.').waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
  });
});

describe('days', () => {
  test('a day that is typed stays the same day, however often it is saved', async () => {
    const { id } = await world.client.call<{ id: number }>('POST', '/api/credentials', {
      connectorId: 'citrix-cloud',
      methodId: 'oauth2-client-credentials',
      name: 'Keys',
      isDraft: true,
      fields: {},
    });
    await page.goto(`/credentials/${id}`);
    for (const _time of ['first', 'second']) {
      await button('Edit Information').click();
      const day = page.getByLabel('Expiration date');
      if (_time === 'first') await day.fill('2031-01-31');
      else expect(await day.inputValue()).toBe('2031-01-31');
      await textbox('Owner').fill(_time);
      await page.keyboard.press('Enter');
      await page.getByText('Jan 31, 2031').first().waitFor();
    }
  });

  test('what is no day is not saved, and the input says how to write one', async () => {
    await page.goto('/people');
    await page.getByText('12 people').waitFor();
    await button('Filter').click();
    await page.getByRole('combobox', { name: 'Field' }).click();
    await page.getByRole('option', { name: 'Changed' }).click();
    await page.getByLabel('Day').fill('2026-01-3');
    await page.keyboard.press('Enter');
    await page.getByText('Write it like 2026-01-31.').waitFor();
    await page.getByLabel('Day').fill('2026-01-31');
    await page.keyboard.press('Enter');
    await page.getByText('Changed is on or after Jan 31, 2026').waitFor();
    expect(page.url()).toContain('filter=updatedAt:gte:2026-01-30T23:00:00.000Z');
  });

  test('a day is chosen in the calendar as well', async () => {
    await button('Change filter: Changed is on or after Jan 31, 2026').click();
    const change = page.getByRole('dialog', { name: /^Change filter/ });
    await change.getByLabel('Day').click();
    await button('15 January 2026').waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    await button('15 January 2026').click();
    await change.getByRole('button', { name: 'Change filter' }).click();
    await page.getByText('Changed is on or after Jan 15, 2026').waitFor();
  });
});

describe('a field of the type Duration', () => {
  test('is typed as people write it, and shown in the short form', async () => {
    await page.goto('/people/1');
    await button('Edit Fields').click();
    expect(await findAxeViolations(page)).toEqual([]);
    await textbox('Notice period').fill('soon');
    await page.keyboard.press('Enter');
    await poll(() => textbox('Notice period').getAttribute('aria-invalid')).toBe('true');
    await textbox('Notice period').fill('2 weeks 36 hours');
    await page.keyboard.press('Enter');
    await page.getByText('The person was saved.').waitFor();
    await page.getByText('15d 12h').first().waitFor();
  });

  test('filters the list', async () => {
    await page.goto('/people');
    await page.getByText('12 people').waitFor();
    await button('Filter').click();
    await page.getByRole('combobox', { name: 'Field' }).click();
    await page.getByRole('option', { name: 'Notice period' }).click();
    await page.getByRole('combobox', { name: 'Condition' }).click();
    await page.getByRole('option', { name: '≥' }).click();
    await textbox('Value').fill('15d');
    await page.keyboard.press('Enter');
    await page.getByText('1 person').waitFor();
    await button('Change filter: Notice period ≥ “15d”').click();
    const change = page.getByRole('dialog', { name: /^Change filter/ });
    await change.getByRole('textbox', { name: 'Value' }).fill('3 weeks');
    await page.keyboard.press('Enter');
    await page.getByText('No people match').waitFor();
  });

  test('has a fixed value in a mapping', async () => {
    await page.goto(`/integrations/${world.integrationId}/mapping`);
    await page.getByText(/sampled records/).waitFor();
    await page.getByLabel('Source of Notice period').click();
    await page.getByRole('option', { name: /^Fixed value/ }).click();
    await page.getByLabel('Fixed value for Notice period').fill('1 day 2 hours');
    await page.getByRole('region', { name: 'Mapped record' }).getByText('1d 2h').waitFor();
    await button('Discard').click();
  });
});

describe('a mapping without a mouse', () => {
  test('the arrow keys go from field to field in their order, and at last to the place for a new one', async () => {
    await page.goto(`/integrations/${world.integrationId}/mapping`);
    await page.getByText(/sampled records/).waitFor();
    const labels = await page
      .getByRole('list', { name: 'Muster fields' })
      .locator('[data-field] > div:first-child > span:first-child')
      .allTextContents();
    const listen = async () => (await page.locator('[aria-live]').allTextContents()).join(' ');
    await page.getByRole('button', { name: /^Invitation Status/ }).focus();
    await page.keyboard.press('Space');
    await poll(listen).toMatch(/is over/);
    // The nearest place of a field that is low in its list may be the last one.
    if (/is over Add new field/.test(await listen())) {
      for (const label of labels.slice(-4).toReversed()) {
        await page.keyboard.press('ArrowUp');
        await poll(listen).toContain(`is over ${label}.`);
      }
    }
    const said = await listen();
    const first = labels.findIndex((label) => said.includes(`is over ${label}.`));
    expect(labels.length - first).toBeGreaterThan(3);
    for (const label of [...labels.slice(first + 1), 'Add new field']) {
      await page.keyboard.press('ArrowDown');
      await poll(listen).toContain(`is over ${label}.`);
    }
    await page.keyboard.press('Escape');
  });
});

describe('lists that are managed on their page', () => {
  test('a variable is added, changed by its row and deleted', async () => {
    await page.goto('/global-settings');
    await button('Add new variable').first().click();
    await dialog().getByLabel('Key').fill('Acme.Host');
    expect(await findAxeViolations(page)).toEqual([]);
    await dialog().getByLabel('Value').fill('one.example.com');
    await page.keyboard.press('Enter');
    await page.getByRole('row').getByText('one.example.com').click();
    await dialog().getByLabel('Value').fill('two.example.com');
    await page.keyboard.press('Enter');
    await page.getByText('two.example.com').waitFor();
    await button('Acme.Host').click();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await poll(() => page.evaluate('document.activeElement.textContent')).toBe('Acme.Host');
    await button('Delete Acme.Host').click();
    await dialog().getByRole('button', { name: 'Delete variable' }).click();
    await page.getByText('The variable Acme.Host was deleted.').waitFor();
    await page.getByText('No variables yet').waitFor();
  });

  test('a placeholder shows what it would change before it is saved', async () => {
    await page.goto('/placeholders');
    await page.getByRole('row').getByText('(null string)').waitFor();
    await button('Add placeholder').click();
    await dialog().getByRole('textbox', { name: 'Value' }).fill('*@example.*');
    await dialog()
      .getByLabel(/^Pattern/)
      .check();
    expect(await findAxeViolations(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Show what would change' }).click();
    // The people of the session hold such an address in two fields, Email and Username.
    await dialog()
      .getByText(/records hold such a value now/)
      .waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    // Another value, another effect.
    await dialog().getByRole('textbox', { name: 'Value' }).fill('Shelf #');
    await dialog().getByRole('button', { name: 'Show what would change' }).click();
    await dialog().getByText('No record holds such a value now').waitFor();
    await dialog().getByRole('button', { name: 'Add', exact: true }).click();
    await dialog().waitFor({ state: 'hidden' });
    await page.goto('/placeholders?q=Shelf');
    await button('Remove Shelf #').click();
    await dialog()
      .getByRole('button', { name: /^Remove/ })
      .click();
    await page.getByText('Shelf # was removed from the list.').waitFor();
  });

  test('a token is shown once and revoked', async () => {
    await page.goto('/api-tokens');
    await button('Create token').first().click();
    await dialog().getByLabel('Name').fill('Nightly export');
    await page.keyboard.press('Enter');
    await button('I have copied it').click();
    await button('Revoke Nightly export').click();
    await dialog().getByRole('button', { name: 'Revoke token' }).click();
    await page.getByText('The token Nightly export no longer works.').waitFor();
    await page.getByRole('row').getByText('Revoked').waitFor();
  });

  test('what the server refuses stands at its input until that is changed', async () => {
    await page.goto('/users');
    await button('Add user').first().click();
    await dialog().getByLabel('Name').fill('Twice');
    await dialog().getByLabel('E-mail').fill(admin.email);
    await dialog().getByLabel('Password').fill(admin.password);
    await page.keyboard.press('Enter');
    const email = dialog().getByLabel('E-mail');
    await poll(() => email.getAttribute('aria-invalid')).toBe('true');
    await email.fill('twice@example.com');
    expect(await email.getAttribute('aria-invalid')).not.toBe('true');
    await page.keyboard.press('Enter');
    await page.getByText('Twice can sign in now.').waitFor();
  });
});
