import type { ClientDefinition, RequestDefinition } from '../connector-kit/definition.ts';
import { makeError } from '../errors.ts';
import { renderString } from '../templates/compile-template.ts';

export interface RenderedRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  query: Record<string, string>;
  body?: { kind: 'json'; value: unknown } | { kind: 'form'; values: Record<string, string> };
}

/** Fills the templates of one request of a definition. Empty query parameters and headers are left out. */
export function renderRequest(
  request: RequestDefinition,
  client: ClientDefinition,
  scope: Record<string, unknown>,
): RenderedRequest {
  const rendered: RenderedRequest = {
    method: request.method,
    url: joinUrl(renderBaseUrl(client, scope), renderString(request.path, scope, encodeURIComponent)),
    headers: renderAll({ ...client.headers, ...request.headers }, scope),
    query: renderAll(request.query ?? {}, scope),
  };
  if (request.body?.kind === 'form') rendered.body = { kind: 'form', values: renderAll(request.body.values, scope) };
  if (request.body?.kind === 'json') rendered.body = { kind: 'json', value: renderDeep(request.body.value, scope) };
  return rendered;
}

/** Throws VAULT_FIELD_INVALID when the settings and fields give no address. */
export function renderBaseUrl(client: ClientDefinition, scope: Record<string, unknown>): string {
  const url = renderString(client.baseUrl, scope).trim();
  if (!URL.parse(url)?.hostname) {
    const problem = `The address "${url.slice(0, 200)}" is not complete. Enter the vendor's address, e.g. https://example.com.`;
    throw makeError('VAULT_FIELD_INVALID', { problem });
  }
  return url;
}

function joinUrl(base: string, path: string): string {
  if (/^https?:\/\//i.test(path)) return path;
  return path === '' ? base : `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

export function renderAll(
  templates: Record<string, string>,
  scope: Record<string, unknown>,
): Record<string, string> {
  const entries = Object.entries(templates).map(([name, template]) => [name, renderString(template, scope)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

function renderDeep(value: unknown, scope: Record<string, unknown>): unknown {
  if (typeof value === 'string') return renderString(value, scope);
  if (Array.isArray(value)) return value.map((item) => renderDeep(item, scope));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renderDeep(item, scope)]));
}
