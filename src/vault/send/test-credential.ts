import {
  type ConnectorDefinition,
  classifyResponse,
  type Globals,
  listProbes,
  makeScope,
  prepareRequest,
  type RequestDefinition,
  type SendPort,
} from '../../connector-kit/index.ts';
import type { Db } from '../../db/client.ts';
import { isAppError } from '../../errors.ts';
import type { Logger } from '../../model/logger.ts';
import { fillSettings } from '../addresses/fill-settings.ts';
import { isOwnServer } from '../addresses/request-url.ts';
import {
  type CredentialLoader,
  listSecretTexts,
  makeCredentialScope,
  mask,
} from '../credentials/credential-loader.ts';
import { updateStatus } from '../credentials/credentials.queries.ts';
import type { SendPortOptions } from './send-port.ts';

const retry = { maxAttempts: 2, maxTotalWaitMs: 5_000 };

export interface CredentialCheck {
  ok: boolean;
  /** For a person: what was found, and what to do. */
  message: string;
}

export interface CredentialTestOptions {
  /** Of an integration: where they lead is what is tested. */
  settings?: Record<string, string>;
  caBundlePem?: string | null;
  signal?: AbortSignal;
}

export interface CredentialTestDeps {
  db: Db;
  loader: CredentialLoader;
  log: Logger;
  send(options: SendPortOptions): SendPort;
  getReadScope(id: number): Promise<{ fields: Record<string, string>; globals: Globals }>;
}

/**
 * Sends the connector's checks: to the credential's own server, or where the given settings of an integration lead. Of
 * a vendor with several products one that answers is enough; the message tells about each. Never throws for what the
 * vendor or the network says.
 */
export function makeCredentialTest(deps: CredentialTestDeps) {
  return async (id: number, options: CredentialTestOptions = {}): Promise<CredentialCheck> => {
    const credential = await deps.loader.load(id);
    const { definition } = credential;
    try {
      const { fields, globals } = await deps.getReadScope(id);
      const isOwn = (values: Record<string, string>) =>
        isOwnServer(definition.client, { settings: values }, makeCredentialScope(credential));
      const form = credential.method.fields;
      const filled = fillSettings(definition.settings, form, options.settings ?? {}, globals);
      // Global variables may lead integrations elsewhere; without one it is the credential itself that is tested.
      const settings =
        options.settings || isOwn(filled) ? filled : fillSettings(definition.settings, form, {}, {});
      const scope = makeScope({ globals, fields, settings });
      const port = deps.send({
        credentialId: id,
        definition,
        extraScope: { settings },
        retry,
        log: deps.log,
        ...(options.caBundlePem ? { caBundlePem: options.caBundlePem } : {}),
        ...(options.signal ? { signal: options.signal } : {}),
      });
      const what = `the test of the credential "${credential.name}"`;
      const checks = listProbes(definition);
      const problems: { product: string; problem: string }[] = [];
      for (const { product = definition.name, requests } of checks) {
        const problem = await findProblem(port, definition, requests, scope, what);
        if (problem !== undefined) problems.push({ product, problem });
      }
      const refused = new Set(problems.map(({ product }) => product));
      const accepted = checks.flatMap(({ product }) => (product && !refused.has(product) ? [product] : []));
      if (problems.length < checks.length && isOwn(settings))
        await updateStatus(deps.db, id, 'authenticated', null);
      const message = describe(definition.name, checks.length, accepted, problems);
      return { ok: problems.length < checks.length, message: mask(message, listSecretTexts(credential)) };
    } catch (err) {
      if (!isAppError(err)) throw err;
      return { ok: false, message: mask(err.message, listSecretTexts(credential)) };
    }
  };
}

/** Undefined when one of the requests is answered; else what the last one met. */
async function findProblem(
  port: SendPort,
  definition: ConnectorDefinition,
  requests: readonly RequestDefinition[],
  scope: object,
  what: string,
): Promise<string | undefined> {
  let problem: string | undefined;
  for (const request of requests) {
    try {
      const response = await port.send(prepareRequest(request, scope));
      classifyResponse(definition.client, response, { what, host: new URL(response.url).host });
      return undefined;
    } catch (err) {
      if (!isAppError(err)) throw err;
      problem = err.message;
      if (err.code !== 'CONNECTOR_NOT_AVAILABLE') break;
    }
  }
  return problem;
}

function describe(
  vendor: string,
  count: number,
  accepted: readonly string[],
  problems: readonly { product: string; problem: string }[],
): string {
  if (count === 1) return problems[0]?.problem ?? `${vendor} accepted the credential.`;
  const told = problems.map(({ product, problem }) => `${product}: ${problem}`).join(' ');
  if (accepted.length === 0) return told;
  const works = `The credential works for ${accepted.join(', ')}.`;
  return told === '' ? works : `${works} Not for the others, which matters only if you have them. ${told}`;
}
