import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtInConnectors } from '../../connectors/index.generated.ts';
import type { Generator } from '../gen.ts';
import { type BenchResults, makeBenchTable } from './readme/bench-table.ts';
import { makeConnectorTable } from './readme/connector-table.ts';
import { type DetailsRun, makeDetailsTable } from './readme/details-table.ts';
import { type InstallRow, makeInstallsTable } from './readme/installs-table.ts';

const root = join(import.meta.dirname, '../..');

const readResult = async <T>(name: string): Promise<T> =>
  JSON.parse(await readFile(join(root, `bench/results/${name}.json`), 'utf8')) as T;

/** The tables of the README between their markers; its sentences are written by hand. */
export const generator: Generator = {
  path: 'README.md',
  async make() {
    const parts = {
      bench: makeBenchTable(await readResult<BenchResults>('sync')),
      installs: makeInstallsTable((await readResult<{ runs: InstallRow[] }>('installs')).runs),
      details: makeDetailsTable((await readResult<{ runs: DetailsRun[] }>('details')).runs),
      connectors: makeConnectorTable(builtInConnectors),
    };
    let text = await readFile(join(root, 'README.md'), 'utf8');
    for (const [name, table] of Object.entries(parts)) {
      const between = new RegExp(`(<!-- ${name}: .*? -->\\n)[^]*?(<!-- /${name} -->)`);
      if (!between.test(text)) throw new Error(`README.md has no place marked for ${name}`);
      text = text.replace(between, (_all, start: string, end: string) => `${start}\n${table}\n\n${end}`);
    }
    return text;
  },
};
