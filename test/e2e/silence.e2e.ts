/** What is missing: a field that fell silent and is right all the same, a list from whose gaps nothing follows. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { ninjaone } from '../../connectors/ninjaone/definition.ts';
import { findAxeViolations } from '../helpers/axe-violations.ts';
import { patienceMs } from '../helpers/chromium.ts';
import { type ReadyWorld, usersMapping } from '../helpers/muster-world.ts';
import { openWorldPage } from '../helpers/world-page.ts';

let world: ReadyWorld;
let page: Page;

beforeAll(async () => {
  const opened = await openWorldPage({
    simulator: { users: 30 },
    connectors: [
      {
        ...ninjaone,
        streams: ninjaone.streams.map((stream) =>
          stream.id === 'users' ? { ...stream, absence: 'never' as const } : stream,
        ),
      },
    ],
  });
  ({ world, page } = opened);
  return opened.close;
});

const button = (name: string) => page.getByRole('button', { name, exact: true });

describe('the alarm of a session in which something fell silent', () => {
  test('lasts until somebody says that this is right now, and who did is shown', async () => {
    await world.run();
    await world.client.call('PUT', `/api/integrations/${world.integrationId}/mapping`, {
      version: 1,
      mapping: {
        rows: usersMapping.rows.map((row) =>
          row.target === 'email' ? { ...row, source: { kind: 'path', path: 'noSuchField' } } : row,
        ),
      },
    });
    const silent = await world.run();
    expect(silent.status).toBe('succeeded_with_errors');
    await page.goto(`/sessions/${silent.id}`);
    await page.getByText('Something fell silent', { exact: true }).waitFor();
    await button('This is right now').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/the next sessions are compared with this one/).waitFor();
    // Nothing is said by opening the question.
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const driftOf = async () =>
      (await world.client.call<{ drift: object }>('GET', `/api/sessions/${silent.id}`)).drift;
    expect(await driftOf()).toMatchObject({ acknowledgedAt: null });
    await button('This is right now').click();
    await dialog.getByRole('button', { name: 'This is right now' }).click();
    await page.getByText('Something fell silent, which is right').waitFor();
    await page.getByText(/^Test Administrator said so/).waitFor();
    await expect.poll(() => button('This is right now').count(), { timeout: patienceMs }).toBe(0);
    expect(await findAxeViolations(page)).toEqual([]);
    expect(await driftOf()).toMatchObject({ acknowledgedByName: 'Test Administrator' });
    // What is usual by now is told no more.
    expect((await world.run()).status).toBe('succeeded');
  });
});

describe('a list that does not hold everybody there is', () => {
  test('is said in the page of the integration and its form: nobody is archived for being absent', async () => {
    const words = /records are never archived or deactivated for being absent/;
    await page.goto(`/integrations/${world.integrationId}?tab=settings`);
    await page.getByText(words).waitFor();
    await button('Edit Integration details').click();
    await page.getByText(words).waitFor();
    const policy = page.getByRole('combobox', { name: 'Records that are missing at the vendor' });
    expect(await policy.isDisabled()).toBe(true);
    await button('Cancel').first().click();
  });
});
