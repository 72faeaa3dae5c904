/**
 * The pages as a browser sees them, over a million people: Lighthouse (median of five, signed in by cookie) on a desktop
 * and a phone, how long the first list takes and how long an interaction waits for its paint. Lighthouse is fetched by
 * its exact version when the benchmark runs, since nothing else needs it and it brings a hundred packages.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { buildWeb } from '../scripts/build-web.ts';
import { makeDemoClient } from '../src/cli/demo-client.ts';
import { findChromium, launchChromium, patienceMs } from '../test/helpers/chromium.ts';
import { fillPeople } from './fill-people.ts';
import { openStage } from './stage.ts';

const lighthouse = 'lighthouse@12.2.3';
const admin = { name: 'Benchmark', email: 'bench@example.com', password: 'correct horse battery' };
const forms = { desktop: ['--preset=desktop'], mobile: [] } as const;
type Form = keyof typeof forms;

interface Report {
  categories: Record<'performance' | 'accessibility' | 'best-practices', { score: number }>;
  audits: Record<string, { numericValue?: number; score: number | null; details?: { items?: unknown[] } }>;
}

/** What is counted of one page; scores and times are medians, the rest is the same each time. */
export interface PageMeasure {
  page: string;
  form: Form;
  performance: number;
  accessibility: number;
  bestPractices: number;
  firstPaintMs: number;
  largestPaintMs: number;
  blockingMs: number;
  layoutShift: number;
  requestCount: number;
  transferBytes: number;
  /** Audits of accessibility and best practices that did not pass. */
  failed: string[];
}

export async function benchWeb(options: { people: number; runs: number }) {
  const built = await buildWeb();
  if (!built.isOk) throw new Error(`Building the web pages failed:\n${built.output}`);
  const stage = await openStage(['muster_web']);
  const source = await stage.startSource('source.ts', ['users', '500']);
  const muster = await stage.startMuster('users', 'muster_web', source.ready.fields);
  try {
    await muster.run(source);
    await fillPeople(stage.urlOf('muster_web'), options.people);
    await makeDemoClient(muster.url, admin);
    const origin = muster.url.replace('127.0.0.1', 'localhost');
    const browser = await launchChromium();
    try {
      const { page, cookie } = await signIn(browser, origin);
      const times = await measureTimes(page);
      const measures: PageMeasure[] = [];
      for (const [name, path, isSignedIn] of [
        ['sign-in', '/sign-in', false],
        ['People', '/people', true],
        ['integration', '/integrations/1', true],
        ['session', '/sessions/1', true],
        ['mapping', '/integrations/1/mapping', true],
      ] as const)
        for (const form of Object.keys(forms) as Form[]) {
          const reports: Report[] = [];
          for (let run = 0; run < options.runs; run += 1)
            reports.push(await runLighthouse(`${origin}${path}`, form, isSignedIn ? cookie : undefined));
          const measure = summarize(name, form, reports);
          measures.push(measure);
          console.log(
            `${name} ${form}: performance ${measure.performance}, ${measure.transferBytes} bytes, ${measure.requestCount} requests`,
          );
        }
      return { people: options.people, runs: options.runs, ...times, pages: measures };
    } finally {
      await browser.close();
    }
  } finally {
    await muster.stop();
    await stage.close();
  }
}

async function signIn(browser: Browser, baseURL: string): Promise<{ page: Page; cookie: string }> {
  const context = await browser.newContext({ baseURL, viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(patienceMs);
  const { email, password } = admin;
  await context.request.post('/api/sign-in', { data: { email, password }, headers: { origin: baseURL } });
  const cookies = await context.cookies();
  return {
    page: await context.newPage(),
    cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
  };
}

/** In the page: how long every click and key waited for its paint. */
const watchInteractions = `
  globalThis.interactions = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.interactionId) interactions.push(entry.duration);
  }).observe({ type: 'event', durationThreshold: 16 });
`;

/** From the address to the first rows, and the longest that an interaction with the list waited for its paint. */
async function measureTimes(page: Page): Promise<{ firstListMs: number; interactionMs: number }> {
  const row = page.getByRole('main').getByRole('row').nth(1);
  const firstLists: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    await page.goto('about:blank');
    const startedAt = performance.now();
    await page.goto('/people', { waitUntil: 'commit' });
    await row.waitFor();
    firstLists.push(performance.now() - startedAt);
  }
  await page.evaluate(watchInteractions);
  const search = page.getByRole('main').getByLabel('Search people');
  await search.click();
  await search.pressSequentially('greta', { delay: 60 });
  await page.waitForLoadState('networkidle');
  await page.getByRole('main').getByRole('columnheader').nth(1).getByRole('button').first().click();
  await page.waitForLoadState('networkidle');
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('j');
  await row.getByRole('link').first().click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  const durations = await page.evaluate<number[]>('interactions');
  // What is quicker than a frame is not told.
  return { firstListMs: median(firstLists), interactionMs: Math.max(16, ...durations) };
}

async function runLighthouse(url: string, form: Form, cookie: string | undefined): Promise<Report> {
  const args = [
    'exec',
    '--yes',
    `--package=${lighthouse}`,
    '--',
    'lighthouse',
    url,
    '--quiet',
    '--output=json',
    '--only-categories=performance,accessibility,best-practices',
    `--chrome-flags=--headless=new ${process.getuid?.() === 0 ? '--no-sandbox' : ''}`,
    ...forms[form],
    ...(cookie === undefined ? [] : [`--extra-headers=${JSON.stringify({ Cookie: cookie })}`]),
  ];
  const { stdout } = await promisify(execFile)('npm', args, {
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, CHROME_PATH: findChromium() },
  });
  return JSON.parse(stdout) as Report;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function summarize(page: string, form: Form, reports: readonly Report[]): PageMeasure {
  const last = reports.at(-1);
  if (!last) throw new Error('Lighthouse has not run');
  const score = (name: keyof Report['categories']) =>
    median(reports.map(({ categories }) => categories[name].score));
  const value = (audit: string) =>
    Math.round(median(reports.map(({ audits }) => audits[audit]?.numericValue ?? Number.NaN)) * 1_000) /
    1_000;
  const timed = /paint|speed|blocking|interactive|thread|shift|response|bootup|lcp|unused|render/;
  return {
    page,
    form,
    performance: score('performance'),
    accessibility: score('accessibility'),
    bestPractices: score('best-practices'),
    firstPaintMs: value('first-contentful-paint'),
    largestPaintMs: value('largest-contentful-paint'),
    blockingMs: value('total-blocking-time'),
    layoutShift: value('cumulative-layout-shift'),
    requestCount: last.audits['network-requests']?.details?.items?.length ?? Number.NaN,
    transferBytes: value('total-byte-weight'),
    failed: Object.entries(last.audits)
      .filter(([name, { score: found }]) => found === 0 && !timed.test(name))
      .map(([name]) => name),
  };
}

export function tabulateWeb(result: Awaited<ReturnType<typeof benchWeb>>): string {
  const rows = result.pages.map(
    (found) =>
      `| ${found.page} | ${found.form} | ${found.performance} | ${found.accessibility} | ${found.bestPractices} | ${Math.round(found.largestPaintMs)} | ${Math.round(found.blockingMs)} | ${found.layoutShift} | ${found.requestCount} | ${Math.round(found.transferBytes / 1_000)} |`,
  );
  return [
    `First list of ${result.people.toLocaleString('en')} people: ${Math.round(result.firstListMs)} ms; longest interaction to next paint: ${Math.round(result.interactionMs)} ms.`,
    '',
    '| page | form | performance | accessibility | best practices | largest paint, ms | blocking, ms | layout shift | requests | kB |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
