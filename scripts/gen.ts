/**
 * `npm run gen`: writes every generated file of the repository (schema dump, documentation, API types …) from what
 * it is generated from. `--check` writes nothing and fails when a file is not what it would be. `images` draws the
 * pictures of docs/images instead, which takes Chromium and a minute; the browser suite compares what they say. `shots`
 * shoots every page in every size and state and looks for what is wrong with them (make-shots.ts).
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './checks/source-files.ts';

/** One generated file. A module in scripts/generators/ exports it as `generator`. */
export interface Generator {
  /** Relative to the root of the repository. */
  path: string;
  /** The whole content; the same for the same sources, whatever the machine or the time. */
  make(): Promise<string>;
}

async function loadGenerators(): Promise<Generator[]> {
  const folder = new URL('./generators/', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const modules = await Promise.all(
    names.sort().map((name) => import(new URL(name, folder).href) as Promise<{ generator?: Generator }>),
  );
  return modules.map((module, index) => {
    if (!module.generator) throw new Error(`scripts/generators/${names[index]} exports no "generator"`);
    return module.generator;
  });
}

async function makeFiles(isCheck: boolean): Promise<void> {
  let staleCount = 0;
  for (const generator of await loadGenerators()) {
    const path = join(root, generator.path);
    const content = await generator.make();
    const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    if (before === content) continue;
    staleCount += 1;
    if (isCheck) {
      console.error(
        `${generator.path} is out of date; run "npm run gen" and commit the result${describeDifference(before ?? '', content)}`,
      );
      continue;
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    console.log(`wrote ${generator.path}`);
  }
  if (isCheck && staleCount > 0) process.exitCode = 1;
  if (!isCheck && staleCount === 0) console.log('every generated file is up to date');
}

function describeDifference(before: string, after: string): string {
  const old = before.split('\n');
  const line = after.split('\n').findIndex((text, index) => text !== old[index]);
  return ` (first difference in line ${line + 1})`;
}

const shotsAt = process.argv.indexOf('shots');
if (shotsAt !== -1) await (await import('./make-shots.ts')).makeShots(process.argv.slice(shotsAt + 1));
else if (process.argv.includes('images')) await (await import('./make-images.ts')).makeImages();
else await makeFiles(process.argv.includes('--check'));
