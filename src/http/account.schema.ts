import { z } from 'zod';
import { passwordInput, roleSchema } from './access.schema.ts';
import { idSchema, instantSchema } from './list.schema.ts';

/** What WebAuthn hands to and takes from the browser; its own library knows the parts. */
const webauthnOptions = z.looseObject({ challenge: z.string() });
const webauthnAnswer = z
  .looseObject({ id: z.string().max(2_000) })
  .describe('What `navigator.credentials` made of the options, as JSON.');

const code = z.string().trim().min(1, 'enter the code').max(100);

/** Every change of one's second factors asks for the password again. */
export const ownPasswordBodySchema = z.strictObject({ currentPassword: passwordInput });

export const secondFactorWantedSchema = z
  .object({
    signInToken: z.string().describe('Send it with the second factor, within ten minutes.'),
    hasTotp: z.boolean().describe('A code of an authenticator app may be shown.'),
    passkeyOptions: webauthnOptions
      .nullable()
      .describe('Options for `navigator.credentials.get`; null without a passkey for this address.'),
  })
  .meta({ id: 'SecondFactorWanted' });

export const secondStepBodySchema = z.strictObject({
  signInToken: z.string().max(200),
  proof: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('totp'), code }),
    z.strictObject({ kind: z.literal('recovery_code'), code }),
    z.strictObject({ kind: z.literal('passkey'), answer: webauthnAnswer }),
  ]),
});

export const ownSecondFactorSchema = z
  .object({
    isRequired: z.boolean().describe('One’s role needs a second factor.'),
    totpSince: instantSchema.nullable().describe('Since when an authenticator app is in use.'),
    passkeys: z.array(
      z.object({
        id: idSchema,
        name: z.string(),
        host: z.string().describe('Address it works at.'),
        createdAt: instantSchema,
        lastUsedAt: instantSchema.nullable(),
      }),
    ),
    recoveryCodesLeft: z.int(),
  })
  .meta({ id: 'OwnSecondFactor' });

export const newTotpSchema = z.object({
  secret: z.string().describe('For typing into the app.'),
  uri: z.string().describe('For a QR code.'),
});
export const totpCodeBodySchema = z.strictObject({ code });
export const addedFactorSchema = z.object({
  recoveryCodes: z
    .array(z.string())
    .nullable()
    .describe('Made with the first factor and shown only now; null with a further one.'),
});
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) });
export const passkeyOptionsSchema = z.object({ options: webauthnOptions });
export const addPasskeyBodySchema = z.strictObject({
  name: z.string().trim().min(1, 'enter a name').max(100),
  answer: webauthnAnswer,
});

export const browserSessionSchema = z
  .object({
    id: idSchema,
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
    createdAt: instantSchema,
    lastSeenAt: instantSchema,
    isCurrent: z.boolean().describe('The one that asks.'),
  })
  .meta({ id: 'BrowserSession' });

export const signInRulesSchema = z
  .object({
    secondFactorRoles: z
      .array(roleSchema)
      .describe('Whose users need a second factor; without one they can only set one up.'),
  })
  .meta({ id: 'SignInRules' });
