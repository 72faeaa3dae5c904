/** Two windows on one thing, and fields of one's own that are renamed and deleted. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findAxeViolations } from '../helpers/axe-violations.ts';
import { patienceMs } from '../helpers/chromium.ts';
import type { ReadyWorld } from '../helpers/muster-world.ts';
import { openWorldPage } from '../helpers/world-page.ts';

let world: ReadyWorld;
let page: Page;

beforeAll(async () => {
  const opened = await openWorldPage({ simulator: { users: 8 }, prepare: ({ run }) => run() });
  ({ world, page } = opened);
  return opened.close;
});

const poll = <Value>(read: () => Promise<Value>) => expect.poll(read, { timeout: patienceMs });
const button = (name: string) => page.getByRole('button', { name, exact: true });

describe('two windows on one integration', () => {
  const user = () => page.getByRole('textbox', { name: /^Integration user/ });

  test('the second is told what stands there now, and keeps it or hers', async () => {
    await page.goto(`/integrations/${world.integrationId}?tab=settings`);
    await button('Edit Integration details').click();
    await user().fill('mine');
    const path = `/api/integrations/${world.integrationId}`;
    await world.client.call('PATCH', path, { integrationUser: 'theirs', retireLimitPercent: 33 });
    await button('Update').last().click();
    await page.getByText('Integration user is now theirs').waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    await button('Keep mine').click();
    await button('Update').last().click();
    await button('Edit Integration details').waitFor();
    const saved = await world.client.call<Record<string, unknown>>('GET', path);
    // What was not touched here stays as the other one has saved it.
    expect(saved).toMatchObject({ integrationUser: 'mine', retireLimitPercent: 33 });
    await button('Edit Integration details').click();
    await user().fill('mine again');
    await world.client.call('PATCH', path, { integrationUser: 'theirs again' });
    await button('Update').last().click();
    await button('Take theirs').click();
    await poll(() => user().inputValue()).toBe('theirs again');
    await button('Cancel').first().click();
  });

  test('of a user and a credential as well', async () => {
    const { id } = await world.client.call<{ id: number }>('POST', '/api/users', {
      name: 'Uma',
      email: 'uma@example.com',
      password: 'correct horse battery',
      role: 'viewer',
    });
    await page.goto('/users');
    await button('Change Uma').click();
    await page.getByRole('dialog').getByLabel('Name').fill('Uma the second');
    await world.client.call('PATCH', `/api/users/${id}`, { name: 'Uma the first' });
    await page.keyboard.press('Enter');
    await page.getByText('Name is now Uma the first').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.goto(`/credentials/${world.credentialId}`);
    await button('Edit Information').click();
    await page.getByRole('textbox', { name: 'Owner' }).fill('mine');
    await world.client.call('PATCH', `/api/credentials/${world.credentialId}`, { owner: 'theirs' });
    await button('Save').click();
    await page.getByText('Owner is now theirs').waitFor();
    await button('Keep mine').click();
    await button('Save').click();
    await page.getByText('The information was saved.').waitFor();
  });
});

describe('two windows on what had versions only', () => {
  test('a record: another field is nobody’s business, the same one is told', async () => {
    const path = '/api/records/people/1';
    const position = () => page.getByRole('textbox', { name: 'Position' });
    await page.goto('/people/1');
    await button('Edit Fields').click();
    await position().fill('mine');
    await world.client.call('PATCH', path, {
      values: { position: 'theirs', department: 'Theirs' },
      expected: {},
    });
    await button('Save').last().click();
    await page.getByText('Position is now theirs').waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    await button('Keep mine').click();
    await button('Save').last().click();
    await page.getByText('The person was saved.').waitFor();
    const { values } = await world.client.call<{ values: object }>('GET', path);
    expect(values).toMatchObject({ position: 'mine', department: 'Theirs' });
  });

  test('a mapping: what the other one has saved in other fields stays', async () => {
    const path = `/api/integrations/${world.integrationId}/mapping`;
    const source = () => page.getByLabel('Source of First Name');
    type Stored = { version: number; mapping: { rows: { target: string; source: object }[] } };
    const saveTheirs = async (sources: Record<string, string>) => {
      const { version, mapping } = await world.client.call<Stored>('GET', path);
      const rows = mapping.rows.map((row) => {
        const from = sources[row.target];
        return from ? { ...row, source: { kind: 'path', path: from } } : row;
      });
      await world.client.call('PUT', path, { version, mapping: { rows } });
    };
    await page.goto(`/integrations/${world.integrationId}/mapping`);
    await source().click();
    await page.getByRole('option', { name: 'Last name' }).first().click();
    await saveTheirs({ firstName: 'phone', username: 'firstName' });
    await button('Update').last().click();
    await page.getByText('First Name is now phone').waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    await button('Keep mine').click();
    await button('Update').last().click();
    await page.getByText(/^Mapping saved as version/).waitFor();
    const { mapping } = await world.client.call<Stored>('GET', path);
    const sourceOf = (target: string) => mapping.rows.find((row) => row.target === target)?.source;
    expect(sourceOf('firstName')).toEqual({ kind: 'path', path: 'lastName' });
    expect(sourceOf('username')).toEqual({ kind: 'path', path: 'firstName' });
    await saveTheirs({ firstName: 'firstName', username: 'email' });
  });

  test('a placeholder: told before it is overwritten', async () => {
    const { id } = await world.client.call<{ id: number }>('POST', '/api/placeholders', {
      value: 'nothing at all',
      note: 'first',
    });
    await page.goto('/placeholders?q=nothing');
    await button('Change nothing at all').click();
    await page.getByRole('dialog').getByLabel('Note').fill('mine');
    await world.client.call('PATCH', `/api/placeholders/${id}`, { value: 'nothing at all', note: 'theirs' });
    await button('Show what would change').click();
    await button('Save').click();
    await page.getByText('Note is now theirs').waitFor();
    await button('Take theirs').click();
    await poll(() => page.getByRole('dialog').getByLabel('Note').inputValue()).toBe('theirs');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  });
});

describe('a field of one’s own', () => {
  test('is renamed and deleted; what that does is said in numbers first', async () => {
    const { name } = await world.client.call<{ name: string }>('POST', '/api/objects/people/fields', {
      label: 'Badge',
      type: 'short_text',
    });
    const path = `/api/integrations/${world.integrationId}/mapping`;
    const stored = await world.client.call<{ version: number; mapping: { rows: object[] } }>('GET', path);
    await world.client.call('PUT', path, {
      version: stored.version,
      mapping: {
        rows: [
          ...stored.mapping.rows,
          { target: name, source: { kind: 'path', path: 'firstName' }, writeRule: 'always' },
        ],
      },
    });
    await world.run();
    await page.goto(`/integrations/${world.integrationId}/mapping`);
    await button('Rename or delete the field Badge').click();
    await page.getByRole('dialog').getByLabel('Name').fill('Badge number');
    await page.keyboard.press('Enter');
    await page.getByText('The field is called Badge number now.').waitFor();
    await button('Rename or delete the field Badge number').click();
    await button('Delete field').click();
    await page.getByText('8 records lose their values').waitFor();
    await page.getByText(/1 mapping loses its row: NinjaOne MSP users/).waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    await button('Delete field').click();
    await page.getByText('The field Badge number was deleted.').waitFor();
    await page.getByLabel('Source of Badge number').waitFor({ state: 'detached' });
  });
});

describe('where records come from', () => {
  test('is a filter and a column of People, and goes into the export', async () => {
    await page.goto('/people');
    await page.getByText('8 people').waitFor();
    await button('Filter').click();
    await page.getByRole('combobox', { name: 'Field' }).click();
    await page.getByRole('option', { name: 'Integration', exact: true }).click();
    await page.getByRole('combobox', { name: 'Values' }).press('ArrowDown');
    await page.getByRole('option', { name: 'NinjaOne MSP users' }).click();
    await page.keyboard.press('Tab');
    await button('Add filter').click();
    await button('Change filter: Integration is any of NinjaOne MSP users').waitFor();
    await page.getByText('8 people').waitFor();
    await button('Choose columns').click();
    await page.getByRole('checkbox', { name: 'Integrations' }).check();
    await page.keyboard.press('Escape');
    await page.getByRole('row').getByText('NinjaOne MSP users').first().waitFor();
    await button('Export').click();
    const csv = await page.getByRole('menuitem', { name: /CSV/ }).getAttribute('href');
    expect(csv).toContain('sources=true');
    expect(csv).toContain('filter=integrationId:in:');
  });
});
