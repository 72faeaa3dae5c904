/** What a person enters: done once however often it is clicked, led to what is wrong, and never lost. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findAxeViolations } from '../helpers/axe-violations.ts';
import { patienceMs } from '../helpers/chromium.ts';
import { admin, type ReadyWorld, usersMapping } from '../helpers/muster-world.ts';
import { openWorldPage } from '../helpers/world-page.ts';

let world: ReadyWorld;
let page: Page;

beforeAll(async () => {
  const opened = await openWorldPage({ simulator: { users: 12 } });
  ({ world, page } = opened);
  return opened.close;
});

const poll = <Value>(read: () => Promise<Value>) => expect.poll(read, { timeout: patienceMs });
const heading = (name: string) => page.getByRole('heading', { level: 1, name });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const dialog = () => page.getByRole('dialog');
const focused = () =>
  page.evaluate(
    'document.activeElement.name || document.activeElement.ariaLabel || document.activeElement.labels?.[0]?.textContent',
  );
const countOf = async (path: string) =>
  (await world.client.call<{ items: unknown[] }>('GET', path)).items.length;

/** A second integration, ready to be launched. */
async function addDraft(): Promise<number> {
  const { id } = await world.client.call<{ id: number }>('POST', '/api/integrations', {
    connectorId: 'ninjaone',
    streamId: 'users',
  });
  const path = `/api/integrations/${id}`;
  await world.client.call('PATCH', path, {
    credentialId: world.credentialId,
    schedule: { kind: 'manual' },
  });
  await world.client.call('PUT', `${path}/mapping`, { version: 0, mapping: usersMapping });
  return id;
}

describe('a double click does a thing once', () => {
  test('Add in the catalog', async () => {
    const before = await countOf('/api/integrations');
    await page.goto('/integrations');
    await button('New integration').first().click();
    await button('Add NinjaOne MSP users').dblclick();
    await page.waitForURL(/\/integrations\/\d+$/);
    await page.waitForLoadState('networkidle');
    expect(await countOf('/api/integrations')).toBe(before + 1);
  });

  test('Launch, which no other button takes the place of', async () => {
    const id = await addDraft();
    await page.goto(`/integrations/${id}`);
    const place = await button('Launch').boundingBox();
    if (!place) throw new Error('Launch is not on the screen');
    const [x, y] = [place.x + place.width / 2, place.y + place.height / 2];
    await page.mouse.dblclick(x, y);
    await page.getByText('Active').first().waitFor();
    await page.mouse.click(x, y);
    await page.mouse.click(x, y);
    expect(await button('Launched').isVisible()).toBe(true);
    expect(page.url()).toMatch(/\/integrations\/\d+$/);
    expect(await countOf(`/api/sessions?filter=integrationId:eq:${id}`)).toBe(0);
  });

  test('Test run', async () => {
    await page.goto(`/integrations/${world.integrationId}`);
    await button('More actions').click();
    await page.getByRole('menuitem', { name: /^Test run/ }).dblclick();
    await page.waitForURL('**/sessions/*');
    await page.getByText('Succeeded').first().waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await countOf(`/api/sessions?filter=integrationId:eq:${world.integrationId}`)).toBe(1);
  });

  test('a new field, a variable, a user: no second request, no refusal', async () => {
    const posts: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') posts.push(new URL(request.url()).pathname);
    });
    await page.goto(`/integrations/${world.integrationId}/mapping`);
    await button('Add new Muster field').click();
    await dialog().getByRole('textbox', { name: /^Name/ }).fill('Badge');
    await dialog().getByRole('button', { name: 'Create' }).dblclick();
    await page.getByText('The field Badge was added.').waitFor();
    await page.goto('/global-settings');
    await button('Add new variable').first().click();
    await dialog().getByLabel('Key').fill('Acme.Host');
    await dialog().getByLabel('Value').fill('one.example.com');
    await dialog().getByRole('button', { name: 'Add' }).dblclick();
    await page.getByRole('row').getByText('one.example.com').waitFor();
    await page.goto('/users');
    await button('Add user').first().click();
    await dialog().getByLabel('Name').fill('Once');
    await dialog().getByLabel('E-mail').fill('once@example.com');
    await dialog().getByLabel('Password').fill(admin.password);
    await dialog().getByRole('button', { name: 'Add user' }).dblclick();
    await page.getByText('Once can sign in now.').waitFor();
    await page.waitForLoadState('networkidle');
    for (const path of ['/api/objects/people/fields', '/api/global-variables', '/api/users'])
      expect(posts.filter((post) => post === path)).toHaveLength(1);
  });
});

describe('a submit that is refused leads to what is wrong', () => {
  test('the first wrong input of a long form gets the focus', async () => {
    await page.goto(`/integrations/${world.integrationId}?tab=settings`);
    await button('Edit Integration details').click();
    await page.getByRole('textbox', { name: /^Integration user/ }).fill('');
    await page.getByRole('textbox', { name: /^CA certificate/ }).click();
    await button('Update').last().click();
    await poll(focused).toMatch(/^Integration user/);
    await button('Cancel').first().click();
  });

  test('what the server refuses as well', async () => {
    await page.goto('/users');
    await button('Add user').first().click();
    await dialog().getByLabel('Name').fill('Again');
    await dialog().getByLabel('E-mail').fill('once@example.com');
    await dialog().getByLabel('Password').fill(admin.password);
    await page.keyboard.press('Enter');
    await poll(focused).toMatch(/^E-mail/);
    await dialog().getByRole('button', { name: 'Cancel' }).click();
  });

  test('the tab that holds it comes to the front', async () => {
    await page.goto('/credentials/new?connector=citrix-cloud');
    await page.getByRole('switch', { name: 'Advanced mode' }).check();
    await page.getByRole('tab', { name: 'Authorization' }).waitFor();
    await button('Test').click();
    await page.getByRole('tab', { name: 'Authorization', selected: true }).waitFor();
    await page.getByText('Secret is needed.').waitFor();
    await poll(() => page.evaluate('document.activeElement.getAttribute("aria-invalid")')).toBe('true');
  });
});

describe('what is entered is not lost', () => {
  const note = () => page.getByRole('textbox', { name: /^Integration user/ });
  const openDetails = async () => {
    await page.goto(`/integrations/${world.integrationId}?tab=settings`);
    await button('Edit Integration details').click();
  };

  test('leaving asks, by a link, by Back and by signing out', async () => {
    await openDetails();
    await note().fill('Somebody else');
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await dialog().getByText('Leave without saving?').waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Stay' }).click();
    expect(await note().inputValue()).toBe('Somebody else');
    await button(`Account of ${admin.name}`).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await dialog().getByRole('button', { name: 'Stay' }).click();
    expect(await note().inputValue()).toBe('Somebody else');
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await dialog().getByRole('button', { name: 'Leave without saving' }).click();
    await heading('People').waitFor();
  });

  test('closing a window with entries asks as well', async () => {
    await page.goto('/software-names');
    await button('Add entry').first().click();
    await dialog().getByLabel('Incoming name').fill('Acrobat*');
    await page.keyboard.press('Escape');
    await dialog().getByText('Leave without saving?').waitFor();
    await button('Stay').click();
    expect(await dialog().getByLabel('Incoming name').inputValue()).toBe('Acrobat*');
  });

  test('a reload brings a window and its entries back, and a section and its entries', async () => {
    await page.reload();
    await poll(() => dialog().getByLabel('Incoming name').inputValue()).toBe('Acrobat*');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await openDetails();
    await note().fill('Kept over a reload');
    await page.reload();
    await page.getByText('What you had entered is back').waitFor();
    expect(await note().inputValue()).toBe('Kept over a reload');
    await button('Cancel').first().click();
    await page.reload();
    await button('Edit Integration details').waitFor();
  });

  test('a mapping too; a secret is not kept', async () => {
    await page.goto(`/integrations/${world.integrationId}/mapping`);
    await button('Remove the mapping of Phone Number').click();
    await page.getByText('1 change not saved').waitFor();
    await page.reload();
    await page.getByText('1 change not saved').waitFor();
    await button('Discard').click();
    await page.goto('/credentials/new?connector=citrix-cloud');
    await page.getByLabel('Client ID').fill('someone');
    await page.getByLabel('Secret', { exact: false }).first().fill('not to be kept');
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).toContain('someone');
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toContain('not to be kept');
    await page.reload();
    await poll(() => page.getByLabel('Client ID').inputValue()).toBe('someone');
  });

  test('help opens beside the form', async () => {
    await button('Set-up guide, step by step').click();
    await page.getByRole('heading', { name: 'Set-up guide', exact: true }).waitFor();
    await page.getByLabel('Client ID').fill('someone else');
    expect(await page.getByLabel('Client ID').inputValue()).toBe('someone else');
    expect(page.url()).toContain('/credentials/new');
    expect(await findAxeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  test('when the session ends, signing in stands over the page and the same form goes on', async () => {
    page.on('dialog', (asked) => void asked.accept());
    await openDetails();
    await note().fill('After the end');
    await world.test.db.query('DELETE FROM user_sessions');
    await button('Update').last().click();
    await dialog().getByText('Your session has ended').waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    await dialog().getByLabel('Password', { exact: true }).fill(admin.password);
    await page.keyboard.press('Enter');
    await button('Edit Integration details').waitFor();
    await page.getByText('After the end').first().waitFor();
    expect(page.url()).toMatch(/\/integrations\/\d+\?tab=settings$/);
  });
});
