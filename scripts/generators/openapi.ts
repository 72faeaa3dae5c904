import type { Generator } from '../gen.ts';
import { makeOpenApi } from '../make-openapi.ts';

export const generator: Generator = {
  path: 'docs/generated/openapi.json',
  async make() {
    return `${JSON.stringify(await makeOpenApi(), null, 2)}\n`;
  },
};
