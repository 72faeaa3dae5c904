import { z } from 'zod';
import { fieldTypeNames } from '../model/field-types/field-types.ts';

/** A field of an object, Muster's or one's own. */
export const fieldSchema = z
  .object({
    name: z.string(),
    label: z.string(),
    type: z.enum(fieldTypeNames),
    isUnique: z.boolean(),
    isCustom: z.boolean(),
    isMandatory: z.boolean(),
    isComputed: z.boolean().optional().describe('Kept by Muster: neither mapped nor edited.'),
    choices: z.array(z.string()).optional(),
  })
  .meta({ id: 'Field' });
