import { z } from 'zod';
import type { Audit } from '../../access/audit.ts';
import type { SignedIn, SignInService } from '../../access/sign-in-service.ts';
import type { Actor } from '../../model/actor.ts';
import { visibility } from '../../model/visibility.ts';
import {
  auditRecordSchema,
  changePasswordBodySchema,
  meSchema,
  setupBodySchema,
  signInBodySchema,
} from '../access.schema.ts';
import { secondFactorWantedSchema, secondStepBodySchema } from '../account.schema.ts';
import type { App } from '../app-types.ts';
import { getActor } from '../get-actor.ts';
import { listQuerySchema, listResponse } from '../list.schema.ts';
import {
  assertKnownHost,
  clearSessionCookie,
  readOrigin,
  readSite,
  setSessionCookie,
} from '../session-cookie.ts';

const tags = ['Access'];

const describeMe = (actor: Actor, csrfToken: string | null) => ({
  user: {
    id: actor.userId,
    name: actor.name,
    email: actor.email,
    role: actor.role,
    needsSecondFactor: actor.needsSecondFactor ?? false,
  },
  csrfToken,
});

/** Set-up, signing in and out, one's own account, and the audit log. */
export function registerAccessRoutes(
  app: App,
  services: { signIn: SignInService; audit: Audit; publicUrl: string | undefined },
): void {
  const { signIn, audit, publicUrl } = services;
  const describeSignedIn = ({ actor, csrfToken }: SignedIn) => describeMe(actor, csrfToken);

  app.get(
    '/api/setup',
    {
      schema: {
        tags,
        summary: 'Whether the first administrator still has to be created',
        response: { 200: z.object({ isNeeded: z.boolean() }) },
      },
      config: { access: 'public' },
    },
    async () => ({ isNeeded: await signIn.isSetupNeeded() }),
  );

  app.post(
    '/api/setup',
    {
      schema: {
        tags,
        summary: 'Create the first administrator and sign in; only while there is no user',
        body: setupBodySchema,
        response: { 201: meSchema },
      },
      config: { access: 'public', showsSecret: true },
    },
    async (request, reply) => {
      assertKnownHost(request, publicUrl);
      const signedIn = await signIn.setUp(request.body, readOrigin(request));
      setSessionCookie(reply, signedIn, publicUrl);
      return reply.code(201).send(describeSignedIn(signedIn));
    },
  );

  app.post(
    '/api/sign-in',
    {
      schema: {
        tags,
        summary: 'Sign in; sets the session cookie',
        body: signInBodySchema,
        response: {
          200: meSchema,
          202: secondFactorWantedSchema.describe('The password is right; the second factor is wanted.'),
        },
      },
      config: { access: 'public', showsSecret: true },
    },
    async (request, reply) => {
      const site = readSite(request, publicUrl);
      const answer = await signIn.signIn(request.body, readOrigin(request), site);
      if ('signInToken' in answer) {
        const options = answer.passkeyOptions;
        return reply.code(202).send({ ...answer, passkeyOptions: options && { ...options } });
      }
      setSessionCookie(reply, answer, publicUrl);
      return reply.code(200).send(describeSignedIn(answer));
    },
  );

  app.post(
    '/api/sign-in/second-factor',
    {
      schema: {
        tags,
        summary: 'Second step of signing in: a code, a recovery code or a passkey; sets the session cookie',
        body: secondStepBodySchema,
        response: { 200: meSchema },
      },
      config: { access: 'public', showsSecret: true },
    },
    async (request, reply) => {
      const site = readSite(request, publicUrl);
      const signedIn = await signIn.finishSignIn(request.body, readOrigin(request), site);
      setSessionCookie(reply, signedIn, publicUrl);
      return describeSignedIn(signedIn);
    },
  );

  app.post(
    '/api/sign-out',
    {
      schema: { tags, summary: 'End the session of this browser', response: { 204: z.undefined() } },
      config: { access: 'viewer', act: 'browser_sessions', beforeSecondFactor: true },
    },
    async (request, reply) => {
      await signIn.signOut(getActor(request));
      clearSessionCookie(reply);
      return reply.code(204).send(undefined);
    },
  );

  app.get(
    '/api/me',
    {
      schema: { tags, summary: 'Who is signed in', response: { 200: meSchema } },
      config: { access: 'viewer', beforeSecondFactor: true, showsSecret: true },
    },
    async (request) => describeMe(getActor(request), request.csrfToken),
  );

  app.post(
    '/api/me/password',
    {
      schema: {
        tags,
        summary:
          'Change one’s own password; every session ends, this browser gets a new one, API tokens end unless told otherwise',
        body: changePasswordBodySchema,
        response: { 200: meSchema },
      },
      config: { access: 'viewer', act: 'password', beforeSecondFactor: true, showsSecret: true },
    },
    async (request, reply) => {
      const signedIn = await signIn.changePassword(getActor(request), request.body, readOrigin(request));
      setSessionCookie(reply, signedIn, publicUrl);
      return describeSignedIn(signedIn);
    },
  );

  app.get(
    '/api/audit',
    {
      schema: {
        tags,
        summary: 'Who did what, and when; newest first',
        querystring: listQuerySchema,
        response: { 200: listResponse(auditRecordSchema) },
      },
      config: { access: visibility.audit },
    },
    async (request) => audit.list(request.query),
  );
}
