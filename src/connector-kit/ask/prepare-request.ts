import { makeError } from '../../errors.ts';
import { compileTemplate, renderString } from '../../templates/compile-template.ts';
import type { RequestDefinition } from '../definition/definition.ts';
import type { PreparedRequest } from './send-port.ts';

/**
 * Fills a request's templates. Values inserted into the path are percent-encoded, so that an id of the vendor can
 * never lead to another path. Inserted values that are empty are left out of query, headers and forms.
 * @throws TEMPLATE_SYNTAX and CONNECTOR_PATH_INVALID
 */
export function prepareRequest(request: RequestDefinition, scope: object): PreparedRequest {
  const { body } = request;
  return {
    method: request.method,
    ...(request.baseUrl === undefined ? {} : { baseUrl: request.baseUrl }),
    ...(request.rateBudget === undefined ? {} : { rateBudget: request.rateBudget }),
    path: renderPath(request.path, scope),
    query: renderValues(request.query, scope),
    headers: renderValues(request.headers, scope),
    ...(body?.kind === 'form' ? { body: { kind: 'form', values: renderValues(body.values, scope) } } : {}),
    ...(body?.kind === 'json' ? { body: { kind: 'json', value: renderDeep(body.value, scope) } } : {}),
  };
}

/**
 * URL parsers resolve `.` and `..` away even when they are percent-encoded, so that no encoding makes them safe.
 * https://url.spec.whatwg.org/#double-dot-path-segment
 */
function renderPath(template: string, scope: object): string {
  const path = renderString(template, scope, encodeURIComponent);
  const segments = (path.split(/[?#]/, 1)[0] ?? '').replace(/^https?:\/\//, '').split('/');
  if (segments.some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment)))
    throw makeError('CONNECTOR_PATH_INVALID', { template, path });
  return path;
}

function renderValues(templates: Record<string, string> | undefined, scope: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(templates ?? {})
      .map(([name, template]) => [name, renderString(template, scope), template.includes('{{')] as const)
      .filter(([, value, isTemplate]) => value !== '' || !isTemplate)
      .map(([name, value]) => [name, value]),
  );
}

function renderDeep(value: unknown, scope: object): unknown {
  if (typeof value === 'string') return value.includes('{{') ? compileTemplate(value).evaluate(scope) : value;
  if (Array.isArray(value)) return value.map((item) => renderDeep(item, scope));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, renderDeep(child, scope)]));
}
