/** Parked records, as a person decides them: both records side by side, then link, a record of its own, ignore, and many at once. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findAxeViolations } from '../helpers/axe-violations.ts';
import { assetMapping, makeCaseConnector } from '../helpers/case-connectors.ts';
import { brief, type CaseIntegration, useCaseWorld } from '../helpers/case-world.ts';
import { launchChromium } from '../helpers/chromium.ts';
import { openSignedIn } from '../helpers/signed-in-page.ts';

const assets = makeCaseConnector('assets', { object: 'assets' });
const world = useCaseWorld([assets]);
let browser: Browser;
let page: Page;
let other: CaseIntegration;

const known = { id: 1, serial: 'SN-A1', uid: 'U-7', name: 'Reception desk' };
const stranger = (id: number) => ({ id, serial: `SN-B${id}`, uid: 'U-7', name: `Stranger ${id}` });

beforeAll(async () => {
  browser = await launchChromium();
  page = await openSignedIn(browser, world);
});
afterAll(() => browser?.close());

/** One asset, and three records of another tenant that share its External Id and deny its serial number. */
beforeEach(async () => {
  world.vendor.on('GET /rows', [known]);
  world.otherVendor.on('GET /rows', [stranger(9), stranger(10), stranger(11)]);
  await (await world.integrate(assets, 'rows', { mapping: assetMapping })).run();
  other = await world.integrate(assets, 'rows', { mapping: assetMapping, at: world.otherVendor });
  expect(brief(await other.run())).toMatchObject({ ambiguous: 3 });
  await page.goto('/parked-records');
  await row('Stranger 9').waitFor();
});

const row = (name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('checkbox', { name: `Choose ${name}`, exact: true }) });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const dialog = () => page.getByRole('dialog');
const names = async () => (await world.list('assets')).map(({ deviceName }) => deviceName);
/** Done when the list no longer has it. */
const isDecided = (name: string) => row(name).waitFor({ state: 'detached' });

test('both records stand side by side, and what differs is marked', async () => {
  expect(await findAxeViolations(page)).toEqual([]);
  await row('Stranger 9').getByText('Stranger 9').click();
  for (const text of ['SN-B9', 'SN-A1', 'Reception desk', 'Serial Number'])
    await dialog().getByText(text).first().waitFor();
  expect(await dialog().getByText('differs').count()).toBe(2);
  await dialog()
    .getByText(/its Serial Number is another one/)
    .waitFor();
  expect(await findAxeViolations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'hidden' });
});

test('it is this one: the next session updates that record', async () => {
  await row('Stranger 9').click();
  await dialog().getByRole('button', { name: 'It is this one' }).click();
  await isDecided('Stranger 9');
  await other.run();
  expect(await names()).toEqual(['Stranger 9']);
});

test('a record of its own: the next session makes it', async () => {
  await row('Stranger 10').click();
  await dialog().getByRole('button', { name: 'Create a record of its own' }).click();
  await isDecided('Stranger 10');
  await other.run();
  expect(await names()).toEqual(['Reception desk', 'Stranger 10']);
});

test('ignored, found again among what was decided, and taken back', async () => {
  await row('Stranger 11').click();
  await dialog().getByRole('button', { name: 'Ignore', exact: true }).click();
  await isDecided('Stranger 11');
  expect(brief(await other.run())).toMatchObject({ ambiguous: 2, skipped: 1 });
  await page.goto('/parked-records?filter=decision:eq:ignore');
  await row('Stranger 11').click();
  await dialog().getByRole('button', { name: 'Decide again' }).click();
  await isDecided('Stranger 11');
  expect(brief(await other.run())).toMatchObject({ ambiguous: 3 });
});

test('several at once', async () => {
  expect(await button('Ignore chosen').isDisabled()).toBe(true);
  for (const name of ['Stranger 9', 'Stranger 11'])
    await page.getByRole('checkbox', { name: `Choose ${name}` }).check();
  await button('Create records for chosen').click();
  await page.getByText('2 source records will be created by the next session.').waitFor();
  await isDecided('Stranger 9');
  await row('Stranger 10').waitFor();
  await other.run();
  expect(await names()).toEqual(['Reception desk', 'Stranger 9', 'Stranger 11']);
});
