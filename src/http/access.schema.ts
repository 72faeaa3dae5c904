import { z } from 'zod';
import { roles } from '../model/actor.ts';
import { auditSources } from '../model/audit.ts';
import { idSchema, instantInputSchema, instantSchema } from './list.schema.ts';

export const roleSchema = z.enum(roles);

const nameInput = z.string().trim().min(1, 'enter a name').max(200);
const emailInput = z.string().trim().max(254).pipe(z.email('enter an e-mail address like name@example.com'));
/** The rules stand in `password-rules.ts`; here only a bound, so that nobody makes the server hash megabytes. */
export const passwordInput = z.string().min(1, 'enter a password').max(1000);

export const meSchema = z
  .object({
    user: z.object({
      id: idSchema,
      name: z.string(),
      email: z.string(),
      role: roleSchema,
      needsSecondFactor: z
        .boolean()
        .describe('The role needs a second factor and there is none yet: only setting one up is allowed.'),
    }),
    csrfToken: z
      .string()
      .nullable()
      .describe('Send it as x-csrf-token with everything that changes something; null for API tokens.'),
  })
  .meta({ id: 'Me' });

export const setupBodySchema = z.strictObject({
  email: emailInput,
  name: nameInput,
  password: passwordInput,
});
export const signInBodySchema = z.strictObject({
  email: z.string().trim().min(1).max(254),
  password: passwordInput,
});
export const changePasswordBodySchema = z.strictObject({
  currentPassword: passwordInput,
  newPassword: passwordInput,
  endApiTokens: z.boolean().default(true).describe('Whether one’s API tokens end too.'),
});

export const userSchema = z
  .object({
    id: idSchema,
    email: z.string(),
    name: z.string(),
    role: roleSchema,
    isDisabled: z.boolean(),
    createdAt: instantSchema,
    updatedAt: instantSchema,
    lastSignInAt: instantSchema.nullable(),
    hasSecondFactor: z.boolean(),
  })
  .meta({ id: 'User' });

export const userNameSchema = z.object({ id: idSchema, name: z.string(), email: z.string() });

export const createUserBodySchema = z.strictObject({
  email: emailInput,
  name: nameInput,
  role: roleSchema,
  password: passwordInput,
});

export const updateUserBodySchema = z.strictObject({
  email: emailInput.optional(),
  name: nameInput.optional(),
  role: roleSchema.optional(),
  isDisabled: z.boolean().optional(),
  password: passwordInput
    .optional()
    .describe("Of somebody else: sets a new password and ends the user's sessions and API tokens."),
});

export const apiTokenSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    prefix: z.string().describe('First characters of the token, to tell tokens apart.'),
    role: roleSchema,
    userId: idSchema,
    userName: z.string(),
    createdAt: instantSchema,
    expiresAt: instantSchema.nullable(),
    lastUsedAt: instantSchema.nullable(),
    revokedAt: instantSchema.nullable(),
  })
  .meta({ id: 'ApiToken' });

export const createApiTokenBodySchema = z.strictObject({
  name: nameInput,
  role: roleSchema.describe('At most your own role.'),
  expiresAt: instantInputSchema
    .nullable()
    .optional()
    .describe('Absent: 90 days from now. Null: the token never ends.'),
});

export const createdApiTokenSchema = z.object({
  token: apiTokenSchema,
  secret: z.string().describe('The token itself. It is shown only now.'),
});

export const auditRecordSchema = z
  .object({
    id: idSchema,
    at: instantSchema,
    userId: idSchema.nullable(),
    actor: z.string().describe('Name of who did it, as it was then.'),
    source: z.enum(auditSources),
    action: z.string(),
    targetType: z.string(),
    targetId: z.string().nullable(),
    targetName: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditRecord' });
