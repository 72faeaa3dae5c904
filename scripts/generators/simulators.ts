import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Generator } from '../gen.ts';

const folder = join(import.meta.dirname, '../../connectors');

/** The simulators of the demo: every connector folder that has one. */
export const generator: Generator = {
  path: 'connectors/simulators.generated.ts',
  async make() {
    const entries = await readdir(folder, { withFileTypes: true });
    const ids = entries
      .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'simulator.ts')))
      .map((entry) => entry.name)
      .sort();
    const constant = (id: string) =>
      id.replace(/-([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
    const imports = ids
      .map((id) => `import { makeSimulator as ${constant(id)} } from './${id}/simulator.ts';`)
      .join('\n');
    return `// Made by \`npm run gen\` from the folders beside this file.
${imports}

export const simulators = [${ids.map((id) => `{ connectorId: '${id}', makeSimulator: ${constant(id)} }`).join(', ')}] as const;
`;
  },
};
