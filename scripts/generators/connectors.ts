import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Generator } from '../gen.ts';

const folder = join(import.meta.dirname, '../../connectors');

/** What the definition of a connector is exported as. */
export function toConstantName(id: string): string {
  return id.replace(/-([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
}

/** The list of connectors is the list of folders: adding one is all it takes. */
export const generator: Generator = {
  path: 'connectors/index.generated.ts',
  async make() {
    const entries = await readdir(folder, { withFileTypes: true });
    const ids = entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
    const imports = ids
      .map((id) => `import { ${toConstantName(id)} } from './${id}/definition.ts';`)
      .join('\n');
    return `// Made by \`npm run gen\` from the folders beside this file.
import type { ConnectorDefinition } from '../src/connector-kit/index.ts';
${imports}

export const builtInConnectors: readonly ConnectorDefinition[] = [${ids.map(toConstantName).join(', ')}];
`;
  },
};
