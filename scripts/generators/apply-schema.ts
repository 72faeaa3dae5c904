import { z } from 'zod';
import { applyFileSchema } from '../../src/apply/apply-file.schema.ts';
import type { Generator } from '../gen.ts';

/** For editors: completion and checks while the file of `muster apply` is written. */
export const generator: Generator = {
  path: 'docs/generated/muster-apply.schema.json',
  make: async () => `${JSON.stringify(z.toJSONSchema(applyFileSchema, { io: 'input' }), null, 2)}\n`,
};
