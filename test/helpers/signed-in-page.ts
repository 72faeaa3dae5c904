/** A browser window of somebody who is signed in. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { patienceMs } from './chromium.ts';
import { admin } from './muster-world.ts';

/** A window of the world's pages in which nobody is signed in yet. */
export async function openPage(
  browser: Browser,
  world: { url: string },
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    baseURL: world.url.replace('127.0.0.1', 'localhost'),
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  return page;
}

export async function openSignedIn(
  browser: Browser,
  world: { url: string },
  options: BrowserContextOptions = {},
  user: { email: string; password: string } = admin,
): Promise<Page> {
  const page = await openPage(browser, world, options);
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(user.email);
  await page.getByLabel('Password', { exact: true }).fill(user.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  return page;
}
