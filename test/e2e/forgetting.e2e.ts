/** What is forgotten: retention, an archived record, a person for good. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAxeViolations } from '../helpers/axe-violations.ts';
import { launchChromium, patienceMs } from '../helpers/chromium.ts';
import { makeReadyWorld, type ReadyWorld } from '../helpers/muster-world.ts';
import { openSignedIn } from '../helpers/signed-in-page.ts';

let world: ReadyWorld;
let browser: Browser;
let page: Page;

interface Person {
  id: number;
  values: Record<string, string>;
}

beforeAll(async () => {
  world = await makeReadyWorld({ simulator: { users: 8 } });
  await world.finish(await world.start());
  browser = await launchChromium();
  page = await openSignedIn(browser, world);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

const people = async () => (await world.client.call<{ items: Person[] }>('GET', '/api/records/people')).items;
const button = (name: string) => page.getByRole('button', { name, exact: true });
const dialog = () => page.getByRole('dialog');
const poll = <Value>(read: () => Promise<Value>) => expect.poll(read, { timeout: patienceMs });

describe('forgetting', () => {
  test('retention is shown and changed, an empty field keeps for ever', async () => {
    await page.goto('/retention');
    await page.getByRole('heading', { level: 1, name: 'Retention' }).waitFor();
    await page.getByRole('cell', { name: '365 days' }).first().waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    await button('Edit Kept for').click();
    await page.getByRole('textbox', { name: 'Audit log' }).fill('400');
    await page.getByRole('textbox', { name: 'Notifications' }).fill('');
    await button('Save').click();
    await page.getByRole('cell', { name: '400 days' }).waitFor();
    const { items } = await world.client.call<{ items: { kind: string; keepDays: number | null }[] }>(
      'GET',
      '/api/retention',
    );
    const days = Object.fromEntries(items.map(({ kind, keepDays }) => [kind, keepDays]));
    expect(days).toMatchObject({ audit: 400, notifications: null, outcomes: 90 });
  });

  test('a session that has lost its log says so', async () => {
    const { items } = await world.client.call<{ items: { id: number }[] }>('GET', '/api/sessions');
    await page.goto(`/sessions/${items[0]?.id}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByText('Deleted by age').count()).toBe(0);
    await world.test.db.query(
      `UPDATE retention_rules SET deleted_before = clock_timestamp() WHERE kind = 'session_logs'`,
    );
    await page.reload();
    await page.getByText('Deleted by age: its log. Counts and the history of records stay.').waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
  });

  test('the page of the audit log says where else it goes, and that it does not arrive', async () => {
    await world.test.db.query(
      `INSERT INTO audit_streams (kind, target, sent_id, sent_at, attended_at)
       VALUES ('syslog', 'tls://logs.example.com:6514', 9007199254740991, clock_timestamp(), clock_timestamp())`,
    );
    await page.goto('/audit');
    await page.getByText('Also sent to tls://logs.example.com:6514: everything has arrived').waitFor();
    await world.test.db.query(
      `UPDATE audit_streams SET sent_id = 0, failing_since = clock_timestamp(), error = 'Nobody listens there.'`,
    );
    await page.getByRole('alert').getByText('Nobody listens there. Waiting:').waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    await page.goto('/');
    await page.getByText('Audit log to syslog').waitFor();
  });

  test('a person is deleted when archived, and the dialog says what goes and that it may come back', async () => {
    const [person] = await people();
    await page.goto(`/people/${person?.id}`);
    await button('More actions').click();
    expect(await page.getByRole('menuitem', { name: 'Delete (archive it first)' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await button('Archive').click();
    await dialog().getByRole('button', { name: 'Archive' }).click();
    await button('Restore').waitFor();
    await button('More actions').click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await dialog().getByText('brings it back with its next session, as a new person').waitFor();
    await dialog().getByRole('button', { name: 'Delete' }).click();
    await page.waitForURL(/\/people(\?|$)/);
    expect((await people()).some(({ id }) => id === person?.id)).toBe(false);
  });

  test('a person is erased when their name is typed, does not come back, and the proof does not name them', async () => {
    const person = (await people())[0] as Person;
    await page.goto(`/people/${person.id}`);
    const title = (await page.getByRole('heading', { level: 1 }).textContent())?.trim() ?? '';
    await button('More actions').click();
    await page.getByRole('menuitem', { name: 'Erase person…' }).click();
    const erase = dialog().getByRole('button', { name: 'Erase for good' });
    expect(await erase.isDisabled()).toBe(true);
    expect(await findAxeViolations(page)).toEqual([]);
    await dialog().getByLabel(`Type ${title} to confirm`).fill(title);
    await erase.click();
    await page.waitForURL(/\/people(\?|$)/);
    const before = await people();
    expect(before.some(({ values }) => values['email'] === person.values['email'])).toBe(false);
    await world.finish(await world.start());
    // The one that was only deleted is back, the erased one is not.
    await poll(async () => (await people()).length).toBe(before.length + 1);
    expect((await people()).some(({ values }) => values['email'] === person.values['email'])).toBe(false);

    await page.goto('/erased-people');
    await page
      .getByText(/^erased-[\da-f]{8}$/)
      .first()
      .waitFor();
    expect(await page.locator('main').textContent()).not.toContain(title);
    await button('Let come back').click();
    await dialog().getByRole('button', { name: 'Let come back' }).click();
    await page.getByText(/^may since/).waitFor();
    await world.finish(await world.start());
    await poll(async () => (await people()).length).toBe(before.length + 2);
  });
});
