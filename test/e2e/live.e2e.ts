/** What changes elsewhere is seen without a reload: by the channel of events, and by asking where there is none. */
import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findAxeViolations } from '../helpers/axe-violations.ts';
import { patienceMs } from '../helpers/chromium.ts';
import type { ReadyWorld } from '../helpers/muster-world.ts';
import { openSignedIn } from '../helpers/signed-in-page.ts';
import { openWorldPage } from '../helpers/world-page.ts';

let world: ReadyWorld;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const opened = await openWorldPage({ simulator: { users: 140 } });
  ({ world, page, browser } = opened);
  return opened.close;
});

const poll = <Value>(read: () => Promise<Value>) => expect.poll(read, { timeout: patienceMs });

describe('the channel', () => {
  test('an integration shows a session that somebody else has started, and how it ends', async () => {
    const opened = page.waitForResponse((answer) => answer.url().includes('/api/events'));
    await page.goto(`/integrations/${world.integrationId}`);
    await page.getByText('No sessions yet.').waitFor();
    await opened;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await world.run();
    await page.getByText('140 created').first().waitFor();
    // It was told: nobody asks for the open session every two seconds any more.
    expect(asked.filter((path) => path === `/api/integrations/${world.integrationId}`).length).toBeLessThan(
      12,
    );
  });

  test('a record page and a list that nobody asks for regularly follow a change', async () => {
    await page.goto('/users');
    await page.getByText('1 user').waitFor();
    await world.client.call('POST', '/api/users', {
      name: 'Nora New',
      email: 'nora@example.com',
      password: 'correct horse battery',
      role: 'viewer',
    });
    await page.getByText('Nora New').waitFor();
    await page.goto('/people/1');
    await page.getByRole('heading', { name: 'Fields' }).waitFor();
    const { version } = await world.client.call<{ version: number }>('GET', '/api/records/people/1');
    await world.client.call('PATCH', '/api/records/people/1', {
      version,
      values: { position: 'Harbour master' },
    });
    await page.getByText('Harbour master').first().waitFor();
  });

  test('a long list is not moved: it says that it has changed', async () => {
    await page.goto('/people');
    await page.getByText('140 people').waitFor();
    await page.locator('[data-scroll-restoration-id="list-people"]').hover();
    await poll(async () => {
      await page.mouse.wheel(0, 3000);
      return page.getByText('loaded; more while you scroll').count();
    }).toBe(0);
    const { version } = await world.client.call<{ version: number }>('GET', '/api/records/people/2');
    await world.client.call('PATCH', '/api/records/people/2', { version, values: { position: 'Pilot' } });
    await page.getByRole('button', { name: 'The list has changed: show it' }).waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'The list has changed: show it' }).click();
    await page.getByRole('button', { name: 'The list has changed: show it' }).waitFor({ state: 'detached' });
  });

  test('F5 in a list that was scrolled shows its rows', async () => {
    await page.goto('/people');
    await page.getByText('140 people').waitFor();
    const scroller = page.locator('[data-scroll-restoration-id="list-people"]');
    await scroller.hover();
    const countScrolled = () => scroller.evaluate((list: { scrollTop: number }) => list.scrollTop);
    await poll(async () => {
      await page.mouse.wheel(0, 3000);
      return countScrolled();
    }).toBeGreaterThan(3500);
    await page.reload();
    await page.getByText('140 people').waitFor();
    await poll(async () => {
      const rows = await page.getByRole('row').all();
      const box = await scroller.boundingBox();
      const shown = await Promise.all(rows.slice(1).map((row) => row.boundingBox()));
      return shown.filter((row) => row && box && row.y > box.y && row.y < box.y + box.height).length;
    }).toBeGreaterThan(5);
  });
});

describe('without the channel', () => {
  test('pages ask, and a session is followed to its end', async () => {
    const alone = await openSignedIn(browser, world);
    await alone.route('**/api/events*', (route) => route.abort());
    await alone.goto(`/integrations/${world.integrationId}`);
    await alone.getByRole('button', { name: 'Run now' }).click();
    await alone.waitForURL('**/sessions/*');
    await alone.getByText('Succeeded').first().waitFor();
    await alone.getByText('Unchanged').first().waitFor();
    await alone.context().close();
  });
});
