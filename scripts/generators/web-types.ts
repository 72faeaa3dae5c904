import openapiTS, { astToString } from 'openapi-typescript';
import type { Generator } from '../gen.ts';
import { makeOpenApi } from '../make-openapi.ts';

export const generator: Generator = {
  path: 'web/src/lib/api-types.generated.ts',
  async make() {
    const document = (await makeOpenApi()) as Parameters<typeof openapiTS>[0];
    const types = astToString(await openapiTS(document, { defaultNonNullable: false }));
    return `// Generated from docs/generated/openapi.json by "npm run gen". Do not edit.\n\n${types}`;
  },
};
