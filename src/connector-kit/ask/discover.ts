import { makeError } from '../../errors.ts';
import { hostOf } from '../../model/host-of.ts';
import { compileTemplate } from '../../templates/compile-template.ts';
import { fetchAnswer } from './fetch-answer.ts';
import type { AskOptions, ReadScope } from './fetch-context.ts';
import { prepareRequest } from './prepare-request.ts';
import { makeScope } from './template-scope.ts';

/**
 * Asks what other requests need to know first; without a discovery in the definition, or when it has been asked
 * already, the scope comes back as it is.
 * @throws CONNECTOR_DISCOVERY_EMPTY when the answer lacks a value, and what the request itself throws.
 */
export async function addDiscovered(options: AskOptions): Promise<ReadScope> {
  const { definition, scope, send, signal, clock } = options;
  const { discover } = definition.client;
  if (!discover || scope.found) return scope;
  const names = makeScope({ ...scope });
  const context = { client: definition.client, send, signal, clock, scope: names };
  const { verdict, response } = await fetchAnswer(
    context,
    prepareRequest(discover.request, names),
    `the first question to ${definition.name}`,
  );
  const answer = { ...names, response: verdict.kind === 'ok' ? verdict.json : undefined };
  const found: Record<string, string> = {};
  for (const [name, source] of Object.entries(discover.values)) {
    const value = compileTemplate(source).evaluate(answer);
    if (value === undefined || value === null || value === '')
      throw makeError('CONNECTOR_DISCOVERY_EMPTY', {
        host: hostOf(response.url) ?? definition.name,
        name,
        hint: discover.missing,
      });
    found[name] = String(value);
  }
  return { ...scope, found };
}
