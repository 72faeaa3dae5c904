/** Two-factor sign-in in a real browser: an authenticator app, a passkey, recovery codes, roles that need it, and one's browsers. */
import { TOTP } from 'otpauth';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAxeViolations } from '../helpers/axe-violations.ts';
import { launchChromium, patienceMs } from '../helpers/chromium.ts';
import { admin, type MusterWorld, makeMusterWorld } from '../helpers/muster-world.ts';

let world: MusterWorld;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let secret = '';
let recoveryCodes: string[] = [];

beforeAll(async () => {
  world = await makeMusterWorld({ simulator: { users: 1 }, hasWorker: false });
  browser = await launchChromium();
  ({ context, page } = await openBrowser());
  await page.goto('/setup');
  await page.getByLabel('Name').fill(admin.name);
  await page.getByLabel(/e-?mail/i).fill(admin.email);
  for (const field of await page.locator('input[type=password]').all()) await field.fill(admin.password);
  await page.keyboard.press('Enter');
  await heading('Overview').waitFor();
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

async function openBrowser(): Promise<{ context: BrowserContext; page: Page }> {
  const opened = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    // Passkeys belong to a name.
    baseURL: world.url.replace('127.0.0.1', 'localhost'),
  });
  const first = await opened.newPage();
  first.setDefaultTimeout(patienceMs);
  return { context: opened, page: first };
}

const heading = (name: string, on = page) => on.getByRole('heading', { level: 1, name });
const button = (name: string | RegExp, on = page) => on.getByRole('button', { name, exact: true });
/** Each code counts once: of the next half minute, which counts already. */
const nextCode = () => new TOTP({ secret }).generate({ timestamp: Date.now() + 30_000 });

async function enterPassword(on: Page, email = admin.email): Promise<void> {
  await on.goto('/sign-in');
  await on.getByLabel(/e-?mail/i).fill(email);
  await on.locator('input[type=password]').fill(admin.password);
  await on.keyboard.press('Enter');
}

async function setUpApp(on: Page): Promise<string> {
  await button('Set up app', on).click();
  await on.getByRole('dialog').getByLabel('Present password').fill(admin.password);
  await on.keyboard.press('Enter');
  await on.getByAltText('QR code for the authenticator app').waitFor();
  const key = ((await on.getByRole('dialog').locator('code').textContent()) ?? '').replaceAll(/\s/g, '');
  await on.getByLabel('Code of the app').fill(new TOTP({ secret: key }).generate());
  await on.keyboard.press('Enter');
  await on.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
  return key;
}

describe('an authenticator app', () => {
  test('is set up on the profile page, which shows the recovery codes once', async () => {
    await page.goto('/profile');
    secret = await setUpApp(page);
    recoveryCodes = ((await page.getByRole('dialog').locator('pre').textContent()) ?? '').split('\n');
    expect(recoveryCodes).toHaveLength(10);
    expect(await findAxeViolations(page)).toEqual([]);
    await button('I have kept them').click();
    await page.getByText('10 left').waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
  });

  test('is asked for when signing in; a wrong code is refused', async () => {
    const other = await openBrowser();
    await enterPassword(other.page);
    const code = other.page.getByLabel('Code of your authenticator app');
    await code.fill('000000');
    await other.page.keyboard.press('Enter');
    await other.page.getByText('The second factor is not right', { exact: false }).waitFor();
    expect(await findAxeViolations(other.page)).toEqual([]);
    await code.fill(nextCode());
    await other.page.keyboard.press('Enter');
    await heading('Overview', other.page).waitFor();
    await other.context.close();
  });

  test('a recovery code stands for it', async () => {
    const other = await openBrowser();
    await enterPassword(other.page);
    await button('I have lost it: use a recovery code', other.page).click();
    await other.page.getByLabel('Recovery code').fill(recoveryCodes[0] ?? '');
    await other.page.keyboard.press('Enter');
    await heading('Overview', other.page).waitFor();
    await page.reload();
    await page.getByText('9 left').waitFor();
  });
});

test('browsers are listed and signed out', async () => {
  await page.goto('/profile');
  const signedIn = page.getByRole('region', { name: 'Signed in' });
  await signedIn.getByText('this browser').waitFor();
  await button('Sign out everywhere else').click();
  await page.getByText(/Signed out elsewhere: [12]\./).waitFor();
  await button('Sign out everywhere else').waitFor({ state: 'detached' });
  await signedIn.getByText('this browser').waitFor();
});

test('a passkey is added and signs in', async () => {
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto('/profile');
  await button('Add passkey').click();
  await page.getByLabel('Name of the device or key').fill('My laptop');
  await page.getByRole('dialog').getByLabel('Present password').fill(admin.password);
  await page.keyboard.press('Enter');
  await page.getByText('Passkey for localhost', { exact: false }).waitFor();

  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await heading('Sign in').waitFor();
  await enterPassword(page);
  await button('Use a passkey').click();
  await heading('Overview').waitFor();
});

test('a role that needs a second factor lets its users do nothing else before', async () => {
  await page.goto('/users');
  await button('Add user').click();
  await page.getByLabel('Name').fill('Otto');
  await page.getByLabel(/e-?mail/i).fill('otto@example.com');
  await page.getByRole('dialog').locator('input[type=password]').fill(admin.password);
  await page.getByRole('dialog').getByRole('button', { name: 'Add user' }).click();
  await page.getByText('otto@example.com').first().waitFor();
  await button('Sign-in rules').click();
  await page.getByRole('checkbox', { name: 'Operator' }).check();
  await button('Save').click();
  await page.getByText('The rules of signing in were saved.').waitFor();

  const other = await openBrowser();
  await enterPassword(other.page, 'otto@example.com');
  await heading('Set up a second factor', other.page).waitFor();
  expect(await findAxeViolations(other.page)).toEqual([]);
  await other.page.goto('/people');
  await heading('Set up a second factor', other.page).waitFor();
  await setUpApp(other.page);
  await button('I have kept them', other.page).click();
  await heading('People', other.page).waitFor();
  await other.context.close();
});

test('an administrator resets a second factor', async () => {
  await page.goto('/users');
  await page.getByText('otto@example.com').first().click();
  await button('Reset two-factor sign-in').click();
  await button('Reset').click();
  await page.getByText('Otto signs in with the password alone now.').waitFor();
});

test('the password is changed, and the page goes on', async () => {
  await page.goto('/profile');
  await page.getByLabel('Present password').fill(admin.password);
  await page.getByLabel('New password', { exact: true }).fill('password12345');
  await page.getByLabel('Repeat the new password').fill('password12345');
  await button('Change password').click();
  await page.getByText('easy to guess', { exact: false }).waitFor();
  await page.getByLabel('New password', { exact: true }).fill('seven green bicycles');
  await page.getByLabel('Repeat the new password').fill('seven green bicycles');
  await button('Change password').click();
  await page.getByText('Your password was changed.', { exact: false }).waitFor();
  await page.goto('/people');
  await heading('People').waitFor();
});
