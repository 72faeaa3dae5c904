/**
 * `node scripts/gen.ts shots [words]`: shoots every page and window of the interface in every size, colour and state
 * (scripts/shots/shot-cases.ts) into `test-results/shots`, one contact sheet a case, and writes down what a script finds
 * over all of them: what is too wide, cut or covered, and every violation of WCAG 2.2 AA. Words choose the cases whose
 * names contain one of them.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { findAxeViolations } from '../test/helpers/axe-violations.ts';
import { makePictureWorld, type PictureWorld } from '../test/helpers/picture-world.ts';
import { buildWeb } from './build-web.ts';
import { root } from './checks/source-files.ts';
import { findLayoutFaults } from './shots/find-layout-faults.ts';
import { type ShotCase, shotCases } from './shots/shot-cases.ts';
import { listShotPages, type ShotDialog, type ShotPage } from './shots/shot-pages.ts';

interface Shot {
  name: string;
  file: string;
  faults: string[];
}

const folder = join(root, 'test-results/shots');
/** The page is there when nothing moves any more, or after this long. */
const settledMs = 15_000;

export async function makeShots(words: readonly string[]): Promise<void> {
  const cases = shotCases.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  );
  if (cases.length === 0)
    throw new Error(`No case is called like that: ${shotCases.map(({ name }) => name).join(', ')}`);
  const built = await buildWeb();
  if (!built.isOk) throw new Error(`Building the web pages failed:\n${built.output}`);
  const world = await makePictureWorld();
  try {
    const pages = listShotPages(await world.findShotIds());
    const lines: string[] = [];
    for (const shotCase of cases) {
      const shots = await shootCase(world, shotCase, pages);
      await makeSheet(world.browser, shotCase, shots);
      const faulty = shots.filter(({ faults }) => faults.length > 0);
      for (const { name, faults } of faulty)
        lines.push(...faults.map((fault) => `- ${shotCase.name} ${name}: ${fault}`));
      console.log(`${shotCase.name}: ${shots.length} shots, ${faulty.length} with findings`);
      writeFileSync(join(folder, 'findings.md'), `# Findings\n\n${lines.join('\n')}\n`);
    }
    console.log(`${lines.length} findings; sheets and findings.md are in ${folder}`);
  } finally {
    await world.close();
  }
}

async function shootCase(
  world: PictureWorld,
  shotCase: ShotCase,
  pages: readonly ShotPage[],
): Promise<Shot[]> {
  const place = join(folder, shotCase.name);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const page = await world.openWindow(shotCase.window);
  await shotCase.answer?.(page.context());
  const shots: Shot[] = [];
  const shoot = async (name: string): Promise<void> => {
    const file = join(place, `${name}.png`);
    await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    const faults = await findLayoutFaults(page);
    const violations = await findAxeViolations(page, { isStrict: true });
    shots.push({ name, file, faults: [...faults, ...violations.map((found) => `axe ${found}`)] });
  };
  for (const { name, path, dialogs = [] } of pages) {
    await goTo(page, path, shotCase);
    await shoot(name);
    if (shotCase.isUnfinished) continue;
    for (const dialog of dialogs) {
      if (!(await open(page, dialog))) continue;
      await shoot(`${name}--${dialog.name}`);
      await goTo(page, path, shotCase);
    }
  }
  await page.context().close();
  return shots;
}

async function goTo(page: Page, path: string, { isUnfinished }: ShotCase): Promise<void> {
  await page.goto(path);
  await page.locator('#main').waitFor();
  if (isUnfinished) await page.waitForTimeout(800);
  else await page.waitForLoadState('networkidle', { timeout: settledMs }).catch(() => undefined);
  await page.evaluate('document.fonts.ready');
}

/** False where the page has nothing to open: a list that is empty, a window that is not there at this size. */
async function open(page: Page, dialog: ShotDialog): Promise<boolean> {
  const isOpen = page.locator('[role=dialog], [role=menu], [role=listbox]').first();
  try {
    page.setDefaultTimeout(2_000);
    await dialog.open(page);
    await isOpen.waitFor();
    await page.waitForLoadState('networkidle', { timeout: settledMs }).catch(() => undefined);
    return true;
  } catch {
    return false;
  } finally {
    page.setDefaultTimeout(30_000);
  }
}

/** All shots of a case on one sheet, drawn by the browser itself. */
async function makeSheet(browser: Browser, { name }: ShotCase, shots: readonly Shot[]): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
  const figures = shots.map(({ name: shot, file, faults }) => {
    const source = `data:image/png;base64,${readFileSync(file).toString('base64')}`;
    const colour = faults.length > 0 ? '#b3261e' : '#333';
    return `<figure><img src="${source}"><figcaption style="color:${colour}">${shot}${faults.length > 0 ? ` (${faults.length})` : ''}</figcaption></figure>`;
  });
  await page.setContent(
    `<!doctype html><title>${name}</title><style>body{font:13px sans-serif;margin:16px;display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:12px}figure{margin:0}img{width:100%;border:1px solid #ccc}</style>${figures.join('')}`,
  );
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  await page.close();
}
