/**
 * The world of the pictures in docs/images: every vendor of the demo simulated, loaded by the product itself, and a
 * browser in which it is always the same moment. So the pictures, and the texts beside them, are the same each time.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { builtInConnectors } from '../../connectors/index.generated.ts';
import { simulators } from '../../connectors/simulators.generated.ts';
import { type DemoClient, makeDemoClient } from '../../src/cli/demo-client.ts';
import { runDemoPlan } from '../../src/cli/run-demo-plan.ts';
import { parseConfig } from '../../src/config.ts';
import { makeLogger } from '../../src/logger.ts';
import { buildMuster } from '../../src/main.ts';
import type { Simulator } from '../../src/simulation/simulator.ts';
import { launchChromium, patienceMs } from './chromium.ts';
import { testMuster } from './test-muster.ts';

const admin = { name: 'Demo Administrator', email: 'admin@example.com', password: 'correct horse battery' };
/** Integration whose page, mapping, session and first asset are shown. */
const shown = { integration: 'ManageEngine computers', mapping: 'NinjaOne MSP users', asset: 'WS-00001' };
const shownAtMs = Date.parse('2026-11-20T09:00:00Z');
const nextRunAtMs = Date.parse('2026-11-21T02:00:00Z');
/** Of the session that is shown, with its 40 records. */
const shownSpeed = { elapsedMs: 1_600, recordsPerSecond: 25 };

export interface Picture {
  name: string;
  path: string;
  /** Stands on the page once everything is there. */
  waitFor: string;
}

/** Ids of records that there are, for pages of one record. */
export type ShotIds = Record<
  'person' | 'asset' | 'product' | 'app' | 'integration' | 'session' | 'credential',
  number
> & { connector: string };

export interface PictureWorld {
  pictures: readonly Picture[];
  /** Opens the page of a picture, as it is drawn and read. */
  open(picture: Picture): Promise<Page>;
  browser: Browser;
  /** Another window of somebody who is signed in, at the same moment. */
  openWindow(options: BrowserContextOptions): Promise<Page>;
  /** A record of each kind, for their pages. */
  findShotIds(): Promise<ShotIds>;
  close(): Promise<void>;
}

/** `databaseUrl` is an empty database; by default there is one for as long as the world stands. */
export async function makePictureWorld(options: { databaseUrl?: string } = {}): Promise<PictureWorld> {
  const dataDir = await mkdtemp(join(tmpdir(), 'muster-pictures-'));
  const vendors = simulators
    .map(({ connectorId, makeSimulator }) => ({
      definition: builtInConnectors.find(({ id }) => id === connectorId),
      simulator: makeSimulator({ users: 1_200, seed: 42 }) as Simulator,
    }))
    .sort((left, right) => Number(isMainJob(right.simulator)) - Number(isMainJob(left.simulator)));
  const undo: (() => Promise<unknown>)[] = [() => rm(dataDir, { recursive: true, force: true })];
  const close = async () => {
    for (const step of undo.toReversed()) await step();
  };
  try {
    for (const { simulator } of vendors) {
      await simulator.start();
      undo.push(() => simulator.stop());
    }
    const environment = {
      DATABASE_URL: options.databaseUrl,
      MUSTER_DATA_DIR: dataDir,
      MUSTER_PORT: '0',
      MUSTER_EGRESS_ALLOW: '127.0.0.1',
      MUSTER_LOG_LEVEL: 'error',
    };
    const muster = await buildMuster({
      ...testMuster,
      config: parseConfig(environment, dataDir),
      log: makeLogger({ level: 'error' }),
    });
    undo.push(() => muster.close());
    await muster.startWorker();
    const { url, publicUrl } = await muster.startHttp();
    const startedAtMs = Date.now();
    const client = await makeDemoClient(url, admin);
    for (const { simulator, definition } of vendors) {
      const { control, demo } = simulator;
      if (!demo || !definition) continue;
      control.addRedirectUri?.(`${publicUrl}/oauth2/redirect`);
      const runs = await runDemoPlan(client, definition, demo, control.formValues(), () => undefined);
      const wrong = runs.find(({ isRight }) => !isRight);
      if (wrong) throw new Error(`"${wrong.name}" went wrong: ${JSON.stringify(wrong.session)}`);
    }
    const pictures = await findPictures(client);
    const browser = await launchChromium();
    undo.push(() => browser.close());
    const page = await openBrowser(browser, url, startedAtMs);
    return {
      pictures,
      browser,
      openWindow: (options) => openBrowser(browser, url, startedAtMs, options),
      findShotIds: () => findShotIds(client),
      async open({ path, waitFor }) {
        await page.goto(path);
        await page.getByText(waitFor, { exact: true }).first().waitFor();
        await page.waitForLoadState('networkidle');
        await page.evaluate('document.fonts.ready');
        return page;
      },
      close,
    };
  } catch (err) {
    await close();
    throw err;
  }
}

const isMainJob = (simulator: Simulator): boolean => simulator.demo?.isMainJob === true;

async function findPictures(client: DemoClient): Promise<Picture[]> {
  type Found = { items: { id: number; name: string }[] };
  const { items: integrations } = await client.call<Found>('GET', '/api/integrations?limit=100');
  const idOf = (name: string): number => {
    const found = integrations.find((integration) => integration.name === name);
    if (!found) throw new Error(`there is no integration "${name}"`);
    return found.id;
  };
  const integrationId = idOf(shown.integration);
  await client.call('PATCH', `/api/integrations/${integrationId}`, {
    schedule: { kind: 'daily', timeOfDay: '02:00', timeZone: 'UTC' },
  });
  const sessions = await client.call<Found>('GET', `/api/sessions?filter=integrationId:eq:${integrationId}`);
  const assets = await client.call<Found>('GET', `/api/records/assets?filter=deviceName:eq:${shown.asset}`);
  return [
    { name: 'people', path: '/people', waitFor: 'Ada Abadi' },
    { name: 'asset', path: `/assets/${assets.items[0]?.id}`, waitFor: shown.integration },
    { name: 'catalog', path: '/catalog', waitFor: '4 connectors' },
    { name: 'integration', path: `/integrations/${integrationId}`, waitFor: 'Run now' },
    {
      name: 'mapping',
      path: `/integrations/${idOf(shown.mapping)}/mapping`,
      waitFor: 'Preview of the mapped record',
    },
    { name: 'session', path: `/sessions/${sessions.items[0]?.id}`, waitFor: 'Outcomes' },
  ];
}

async function findShotIds(client: DemoClient): Promise<ShotIds> {
  const firstOf = async (path: string): Promise<number> => {
    const { items } = await client.call<{ items: { id: number }[] }>('GET', path);
    if (!items[0]) throw new Error(`${path} lists nothing`);
    return items[0].id;
  };
  const session = await firstOf('/api/sessions?limit=1');
  return {
    person: await firstOf('/api/records/people?limit=1'),
    asset: await firstOf('/api/records/assets?limit=1'),
    product: await firstOf('/api/records/software?limit=1'),
    app: await firstOf('/api/records/saas?limit=1'),
    integration: await firstOf('/api/integrations?limit=1'),
    credential: await firstOf('/api/credentials?limit=1'),
    session,
    connector: builtInConnectors[0]?.id ?? '',
  };
}

/** A signed-in page. What happened since `startedAtMs` happened a minute ago for it, what comes comes next night. */
async function openBrowser(
  browser: Browser,
  url: string,
  startedAtMs: number,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const baseURL = url.replace('127.0.0.1', 'localhost');
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    baseURL,
    locale: 'en-US',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    colorScheme: 'light',
    ...options,
  });
  context.setDefaultTimeout(patienceMs);
  await context.clock.setFixedTime(shownAtMs + 60_000);
  await context.route('**/api/**', async (route) => {
    // A stream that never ends; what is drawn stands still in any case.
    if (new URL(route.request().url()).pathname === '/api/events') return route.abort();
    const response = await route.fetch();
    if (!response.headers()['content-type']?.includes('json')) return route.fulfill({ response });
    return route.fulfill({ response, body: standStill(await response.text(), startedAtMs, Date.now()) });
  });
  const { email, password } = admin;
  await context.request.post('/api/sign-in', { data: { email, password }, headers: { origin: baseURL } });
  return context.newPage();
}

/** Gives the instants of this run, and how long it took, the values that they always have in pictures. */
function standStill(json: string, startedAtMs: number, nowMs: number): string {
  return json
    .replaceAll(/"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)"/g, (text, instant: string) => {
      const ms = Date.parse(instant);
      if (ms < startedAtMs) return text;
      return `"${new Date(ms > nowMs ? nextRunAtMs : shownAtMs).toISOString()}"`;
    })
    .replaceAll(/"(elapsedMs|recordsPerSecond)":\s*[\d.]+/g, (_text, name: keyof typeof shownSpeed) => {
      return `"${name}":${shownSpeed[name]}`;
    });
}

/** What a person reads on the page: navigation, column headings, and the text of the page itself. */
export async function readPage(page: Page): Promise<string> {
  const readLines = async (place: Locator) =>
    (await place.allInnerTexts())
      .join('\n')
      .split('\n')
      .map((line) => line.replaceAll(/\s+/g, ' ').trim())
      .filter((line) => line !== '');
  const navigation = await readLines(page.getByRole('navigation').first());
  const columns = (await page.getByRole('columnheader').allInnerTexts()).map((text) => text.trim());
  const values = await page
    .getByRole('main')
    .evaluate((main) =>
      [...main.querySelectorAll('input')]
        .filter((input) => input.type !== 'hidden' && input.value !== '' && input.type !== 'checkbox')
        .map((input) => `${input.labels?.[0]?.textContent ?? input.ariaLabel ?? input.name}: ${input.value}`),
    );
  const main = await readLines(page.getByRole('main'));
  return [
    `Title: ${await page.title()}`,
    `Navigation: ${navigation.join(' | ')}`,
    ...(columns.length > 0 ? [`Columns: ${columns.join(' | ')}`] : []),
    ...(values.length > 0 ? ['', 'Inputs:', ...values] : []),
    '',
    'Text:',
    ...main,
    '',
  ].join('\n');
}
