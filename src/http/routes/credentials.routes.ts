import { z } from 'zod';
import type { Vault } from '../../vault/vault.ts';
import type { App } from '../app-types.ts';
import {
  authorizeResponseSchema,
  createCredentialBodySchema,
  credentialChangeCheckSchema,
  credentialDetailSchema,
  credentialSchema,
  testCredentialBodySchema,
  testCredentialResponseSchema,
  updateCredentialBodySchema,
} from '../credentials.schema.ts';
import { splitExpected, withExpected } from '../expected.schema.ts';
import { getActor } from '../get-actor.ts';
import { idParamsSchema, listQuerySchema, listResponse, okResponseSchema } from '../list.schema.ts';

const tags = ['Credentials'];

/** The vault as the UI sees it. Secrets go in with create and change, and are in no answer. */
export function registerCredentialsRoutes(app: App, { vault }: { vault: Vault }): void {
  app.get(
    '/api/credentials',
    {
      schema: {
        tags,
        summary: 'List credentials',
        querystring: listQuerySchema,
        response: { 200: listResponse(credentialSchema) },
      },
      config: { access: 'viewer' },
    },
    async (request) => vault.list(request.query),
  );

  app.get(
    '/api/credential-warnings',
    {
      schema: {
        tags,
        summary: 'Credentials that need a person now or within two weeks, most urgent first',
        response: { 200: z.object({ items: z.array(credentialSchema) }) },
      },
      config: { access: 'viewer' },
    },
    async () => ({ items: await vault.listWarnings() }),
  );

  app.post(
    '/api/credentials',
    {
      schema: {
        tags,
        summary: 'Create a credential',
        body: createCredentialBodySchema,
        response: { 201: credentialDetailSchema },
      },
      config: { access: 'administrator' },
    },
    async (request, reply) => reply.code(201).send(await vault.create(getActor(request), request.body)),
  );

  app.get(
    '/api/credentials/:id',
    {
      schema: {
        tags,
        summary: 'Read a credential',
        params: idParamsSchema,
        response: { 200: credentialDetailSchema },
      },
      config: { access: 'viewer' },
    },
    async (request) => vault.get(request.params.id),
  );

  app.patch(
    '/api/credentials/:id',
    {
      schema: {
        tags,
        summary: 'Change a credential; what is absent stays',
        params: idParamsSchema,
        body: withExpected(updateCredentialBodySchema),
        response: { 200: credentialDetailSchema },
      },
      config: { access: 'administrator' },
    },
    async (request) => vault.update(getActor(request), request.params.id, ...splitExpected(request.body)),
  );

  app.post(
    '/api/credentials/:id/change-check',
    {
      schema: {
        tags,
        summary: 'What a change would ask for and stop; nothing is saved',
        params: idParamsSchema,
        body: updateCredentialBodySchema,
        response: { 200: credentialChangeCheckSchema },
      },
      config: { access: 'administrator' },
    },
    async (request) => vault.checkChange(request.params.id, request.body),
  );

  app.delete(
    '/api/credentials/:id',
    {
      schema: {
        tags,
        summary: 'Delete a credential that nothing uses',
        params: idParamsSchema,
        response: { 200: okResponseSchema },
      },
      config: { access: 'administrator' },
    },
    async (request) => {
      await vault.delete(getActor(request), request.params.id);
      return { isOk: true as const };
    },
  );

  app.post(
    '/api/credentials/:id/authorize',
    {
      schema: {
        tags,
        summary: 'Start the sign-in at the vendor (OAuth 2.0 authorization code)',
        params: idParamsSchema,
        response: { 200: authorizeResponseSchema },
      },
      config: { access: 'administrator', showsSecret: true },
    },
    async (request) => vault.authorize(getActor(request), request.params.id),
  );

  app.post(
    '/api/credentials/:id/test',
    {
      schema: {
        tags,
        summary: 'Try the credential with one cheap request',
        params: idParamsSchema,
        body: testCredentialBodySchema,
        response: { 200: testCredentialResponseSchema },
      },
      config: { access: 'operator' },
    },
    async (request) => {
      const settings = request.body?.settings;
      return vault.testCredential(request.params.id, settings ? { settings } : {});
    },
  );
}
