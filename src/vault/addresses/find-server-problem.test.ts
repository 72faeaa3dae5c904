import { describe, expect, it } from 'vitest';
import { makeTestConnector } from '../../../test/helpers/with-vault.ts';
import { findServerProblem, type ServerCheck } from './find-server-problem.ts';

const definition = makeTestConnector();
const find = (more: Partial<ServerCheck> = {}, fields: Record<string, string> = {}) =>
  findServerProblem({
    definition,
    credential: {
      name: 'Acme read-only',
      methodId: 'key',
      fields: { url: 'https://acme.example.com', ...fields },
      otherServers: ['listed.example:8443'],
    },
    settings: {},
    globals: {},
    ...more,
  });
const elsewhere = { settings: { url: 'https://other.example' } };
const withUrl = (part: Partial<(typeof definition.settings)[number]>) =>
  makeTestConnector({
    auth: definition.auth.map((method) => ({
      ...method,
      fields: method.fields.map((field) => (field.key === 'url' ? { ...field, ...part } : field)),
    })) as typeof definition.auth,
  });

describe('findServerProblem', () => {
  it('nothing to say: no settings, the same server, a listed one, an address that is not complete', () => {
    for (const url of ['', 'https://acme.example.com/base', 'https://listed.example:8443', 'nonsense'])
      expect(find({ settings: { url } })).toBeUndefined();
  });

  it('names credential, both servers and what to do', () => {
    const problem = find(elsewhere) ?? '';
    for (const part of ['"Acme read-only"', 'acme.example.com', 'adds other.example under "Other servers"'])
      expect(problem).toContain(part);
  });

  it('a global variable that fills the form of the credential too never overrides what was entered there', () => {
    const shared = { globalVariable: 'Acme.Url' };
    const both = {
      ...withUrl(shared),
      settings: definition.settings.map((field) => ({ ...field, ...shared })),
    };
    const globals = { Acme: { Url: 'https://other.example' } };
    expect(find({ definition: both, globals })).toBeUndefined();
    const named = find({ definition: both, globals, settings: { url: '{{ Acme.Url }}' } });
    expect(named).toContain('other.example');
  });

  it('follows global variables in settings and fields', () => {
    const globals = { Acme: { Url: 'https://other.example' } };
    expect(find({ globals, settings: { url: '{{ Acme.Url }}' } })).toContain('other.example');
    expect(find({ globals, settings: { url: '{{ Acme.Url }}' } }, { url: '{{ Acme.Url }}' })).toBeUndefined();
  });

  it('says nothing where it depends on what is sealed', () => {
    expect(find({ ...elsewhere, definition: withUrl({ isSecret: true }) })).toBeUndefined();
    expect(find(elsewhere, { url: '{{ Acme.SecretUrl }}' })).toBeUndefined();
    const filled = withUrl({ globalVariable: 'Acme.SecretUrl' });
    expect(find({ ...elsewhere, definition: filled }, { url: '' })).toBeUndefined();
    const { client } = definition;
    const byCallback = { ...client, baseUrl: '{{ settings.url | first_of(callback.location, fields.url) }}' };
    expect(find({ ...elsewhere, definition: { ...definition, client: byCallback } })).toBeUndefined();
  });

  it('says nothing where settings do not matter, or the authentication is gone', () => {
    const fixed = { ...definition.client, baseUrl: '{{ fields.url }}' };
    expect(find({ ...elsewhere, definition: { ...definition, client: fixed } })).toBeUndefined();
    expect(find({ ...elsewhere, definition: { ...definition, auth: [] } })).toBeUndefined();
  });
});
