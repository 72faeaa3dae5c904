/**
 * `npm run bench -- [options]`: each side in a process of its own, the same source and the same PostgreSQL, in one run.
 * Prints figures and their ratios, writes bench/results/*.json and SVGs.
 *
 *   --only people,installs,details   which benchmarks; these by default, web (the pages) when it is named
 *   --records 100000,1000000         people
 *   --devices 10000,100000           devices that have software, and
 *   --software 150                   entries of each: 1.5 and 15 million installs
 *   --rounds 3,1                     how often each size is repeated; the quickest of each side and step counts
 *   --detail-devices 6000            requests for details of one record
 *   --web-people 1000000             people behind the pages, and
 *   --web-runs 5                     how often Lighthouse looks at each page; the median counts
 *   --results <folder>               where the figures go; bench/results by default
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchDetails, tabulateDetails } from './details.ts';
import { benchInstalls, drawInstalls, tabulateInstalls } from './installs.ts';
import { benchPeople, drawPeople } from './people.ts';
import { benchWeb, tabulateWeb } from './web.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'people,installs,details' },
    records: { type: 'string', default: '100000,1000000' },
    devices: { type: 'string', default: '10000,100000' },
    software: { type: 'string', default: '150' },
    rounds: { type: 'string', default: '3,1' },
    'detail-devices': { type: 'string', default: '6000' },
    'web-people': { type: 'string', default: '1000000' },
    'web-runs': { type: 'string', default: '5' },
    results: { type: 'string', default: join(import.meta.dirname, 'results') },
  },
});
const toNumbers = (text: string) => text.split(',').map(Number);
const wanted = new Set(values.only.split(','));
const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  coreCount: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  postgres: '18 (embedded)',
};

await mkdir(values.results, { recursive: true });
const tables: string[] = [];
async function save(name: string, figures: object, svg?: string): Promise<void> {
  await writeFile(
    join(values.results, `${name}.json`),
    `${JSON.stringify({ machine, ...figures }, null, 2)}\n`,
  );
  if (svg !== undefined) await writeFile(join(values.results, `${name}.svg`), svg);
}

if (wanted.has('people')) {
  const runs = [];
  for (const count of toNumbers(values.records)) runs.push(await benchPeople(count));
  await save('sync', { runs }, drawPeople(runs));
}
if (wanted.has('installs')) {
  const runs = [];
  const rounds = toNumbers(values.rounds);
  for (const [index, devices] of toNumbers(values.devices).entries())
    runs.push(
      await benchInstalls({ devices, perDevice: Number(values.software), rounds: rounds[index] ?? 1 }),
    );
  await save('installs', { runs }, drawInstalls(runs));
  tables.push(tabulateInstalls(runs));
}
if (wanted.has('details')) {
  const result = await benchDetails(Number(values['detail-devices']));
  await save('details', result);
  tables.push(tabulateDetails(result));
}
if (wanted.has('web')) {
  const result = await benchWeb({ people: Number(values['web-people']), runs: Number(values['web-runs']) });
  await save('web', result);
  tables.push(tabulateWeb(result));
}
for (const table of tables) console.log(`\n${table}`);
console.log(`\nWritten to ${values.results}.`);
