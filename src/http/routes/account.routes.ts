import { z } from 'zod';
import type { BrowserSessionsService } from '../../access/browser-sessions-service.ts';
import type { SecondFactorService } from '../../access/second-factor/second-factor-service.ts';
import type { SignInRulesService } from '../../access/second-factor/sign-in-rules-service.ts';
import {
  addedFactorSchema,
  addPasskeyBodySchema,
  browserSessionSchema,
  newTotpSchema,
  ownPasswordBodySchema,
  ownSecondFactorSchema,
  passkeyOptionsSchema,
  recoveryCodesSchema,
  signInRulesSchema,
  totpCodeBodySchema,
} from '../account.schema.ts';
import type { App } from '../app-types.ts';
import { getActor } from '../get-actor.ts';
import { idParamsSchema } from '../list.schema.ts';
import { readOrigin, readSite } from '../session-cookie.ts';

const tags = ['Account'];
const done = { 204: z.undefined() };
/** Setting up a second factor is all that somebody may do whose role needs one. */
const factor = { access: 'viewer', act: 'two_factor', beforeSecondFactor: true } as const;
const browsers = { access: 'viewer', act: 'browser_sessions', beforeSecondFactor: true } as const;

export interface AccountRoutesServices {
  secondFactor: SecondFactorService;
  browserSessions: BrowserSessionsService;
  signInRules: SignInRulesService;
  publicUrl: string | undefined;
}

/** One's own second factors and browsers, and the rules of signing in. */
export function registerAccountRoutes(app: App, services: AccountRoutesServices): void {
  const { secondFactor, browserSessions, signInRules, publicUrl } = services;

  app.get(
    '/api/me/second-factor',
    {
      schema: {
        tags,
        summary: 'One’s authenticator app, passkeys and recovery codes',
        response: { 200: ownSecondFactorSchema },
      },
      config: factor,
    },
    async (request) => secondFactor.describe(getActor(request)),
  );
  app.post(
    '/api/me/totp',
    {
      schema: {
        tags,
        summary: 'Begin to set up an authenticator app; the answer shows its secret this once',
        body: ownPasswordBodySchema,
        response: { 201: newTotpSchema },
      },
      config: { ...factor, showsSecret: true },
    },
    async (request, reply) => {
      const { currentPassword } = request.body;
      const begun = await secondFactor.beginTotp(getActor(request), currentPassword, readOrigin(request));
      return reply.code(201).send(begun);
    },
  );
  app.post(
    '/api/me/totp/confirm',
    {
      schema: {
        tags,
        summary: 'Show a first code of the app; from now on it is asked for, other browsers are signed out',
        body: totpCodeBodySchema,
        response: { 200: addedFactorSchema },
      },
      config: { ...factor, showsSecret: true },
    },
    async (request) => secondFactor.confirmTotp(getActor(request), request.body.code),
  );
  app.post(
    '/api/me/totp/remove',
    {
      schema: { tags, summary: 'Remove the authenticator app', body: ownPasswordBodySchema, response: done },
      config: factor,
    },
    async (request, reply) => {
      await secondFactor.removeTotp(getActor(request), request.body.currentPassword, readOrigin(request));
      return reply.code(204).send(undefined);
    },
  );
  app.post(
    '/api/me/passkeys/options',
    {
      schema: {
        tags,
        summary: 'Options for `navigator.credentials.create`, to add a passkey',
        body: ownPasswordBodySchema,
        response: { 200: passkeyOptionsSchema },
      },
      config: { ...factor, showsSecret: true },
    },
    async (request) => {
      const options = await secondFactor.beginPasskey(
        getActor(request),
        request.body.currentPassword,
        readOrigin(request),
        readSite(request, publicUrl),
      );
      return { options: { ...options } };
    },
  );
  app.post(
    '/api/me/passkeys',
    {
      schema: {
        tags,
        summary: 'Add a passkey; from now on a second factor is asked for, other browsers are signed out',
        body: addPasskeyBodySchema,
        response: { 201: addedFactorSchema },
      },
      config: { ...factor, showsSecret: true },
    },
    async (request, reply) => {
      const site = readSite(request, publicUrl);
      return reply.code(201).send(await secondFactor.addPasskey(getActor(request), request.body, site));
    },
  );
  app.post(
    '/api/me/passkeys/:id/remove',
    {
      schema: {
        tags,
        summary: 'Remove a passkey',
        params: idParamsSchema,
        body: ownPasswordBodySchema,
        response: done,
      },
      config: factor,
    },
    async (request, reply) => {
      const { currentPassword } = request.body;
      await secondFactor.removePasskey(
        getActor(request),
        request.params.id,
        currentPassword,
        readOrigin(request),
      );
      return reply.code(204).send(undefined);
    },
  );
  app.post(
    '/api/me/recovery-codes',
    {
      schema: {
        tags,
        summary: 'Make new recovery codes, shown this once; the former ones end',
        body: ownPasswordBodySchema,
        response: { 201: recoveryCodesSchema },
      },
      config: { ...factor, showsSecret: true },
    },
    async (request, reply) => {
      const recoveryCodes = await secondFactor.renewRecoveryCodes(
        getActor(request),
        request.body.currentPassword,
        readOrigin(request),
      );
      return reply.code(201).send({ recoveryCodes });
    },
  );

  app.get(
    '/api/me/sessions',
    {
      schema: {
        tags,
        summary: 'The browsers one is signed in with, latest seen first',
        response: { 200: z.object({ items: z.array(browserSessionSchema) }) },
      },
      config: browsers,
    },
    async (request) => ({ items: await browserSessions.list(getActor(request)) }),
  );
  app.post(
    '/api/me/sessions/:id/end',
    {
      schema: { tags, summary: 'Sign out in one browser', params: idParamsSchema, response: done },
      config: browsers,
    },
    async (request, reply) => {
      await browserSessions.end(getActor(request), request.params.id);
      return reply.code(204).send(undefined);
    },
  );
  app.post(
    '/api/me/sessions/end-others',
    {
      schema: {
        tags,
        summary: 'Sign out in all other browsers',
        response: { 200: z.object({ endedCount: z.int() }) },
      },
      config: browsers,
    },
    async (request) => ({ endedCount: await browserSessions.endOthers(getActor(request)) }),
  );

  app.get(
    '/api/sign-in-rules',
    {
      schema: {
        tags,
        summary: 'Which roles need a second factor',
        response: { 200: signInRulesSchema },
      },
      config: { access: 'administrator' },
    },
    async () => signInRules.get(),
  );
  app.put(
    '/api/sign-in-rules',
    {
      schema: {
        tags,
        summary: 'Say which roles need a second factor; holds at once',
        body: signInRulesSchema,
        response: { 200: signInRulesSchema },
      },
      config: { access: 'administrator', act: 'sign_in_rules' },
    },
    async (request) => signInRules.set(getActor(request), request.body),
  );
  app.post(
    '/api/users/:id/reset-second-factor',
    {
      schema: {
        tags: ['Users'],
        summary: 'Take all second factors of a user away and end the user’s sessions',
        params: idParamsSchema,
        response: done,
      },
      config: { access: 'administrator', act: 'two_factor' },
    },
    async (request, reply) => {
      await secondFactor.reset(getActor(request), request.params.id);
      return reply.code(204).send(undefined);
    },
  );
}
