import { describe, expect, it } from 'vitest';
import { makeFormField, problemOf } from '../../../test/helpers/form-field.ts';
import type { FormField } from '../../connector-kit/index.ts';
import { type FormRules, parseFormValues, parseScopes } from './form-values.ts';

const field = (more: Partial<FormField> = {}) => makeFormField('url', { title: 'Vendor URL', ...more });
const rules: FormRules = { isDraft: false, globals: {} };

describe('form values of a credential', () => {
  it('separates secrets, keeps what is absent, clears what is empty', () => {
    const form = [
      field(),
      field({ key: 'secret', title: 'Secret', isSecret: true }),
      field({ key: 'note', isRequired: false }),
    ];
    const first = parseFormValues(form, { url: 'a', secret: 'b', note: 'c' }, rules);
    expect(first).toEqual({ fields: { url: 'a', note: 'c' }, secrets: { secret: 'b' } });
    expect(parseFormValues(form, { note: '' }, { ...rules, existing: first })).toEqual({
      fields: { url: 'a' },
      secrets: { secret: 'b' },
    });
  });

  it('requires what is required, except in drafts and where a default or a global variable fills it', () => {
    expect(problemOf(() => parseFormValues([field()], {}, rules))).toMatchObject({
      message: 'Vendor URL is required.',
      field: 'fields.url',
    });
    expect(parseFormValues([field()], {}, { ...rules, isDraft: true })).toEqual({ fields: {}, secrets: {} });
    expect(parseFormValues([field({ defaultValue: 'x' })], {}, rules).fields).toEqual({});
    const filled = field({ globalVariable: 'Citrix.Hostname' });
    expect(
      parseFormValues([filled], {}, { ...rules, globals: { Citrix: { Hostname: 'xm.example.com' } } }).fields,
    ).toEqual({});
  });

  it('a value may name global variables; what they give is checked, what was entered is kept', () => {
    const globals = { Citrix: { Hostname: 'xm.example.com', Port: '4443' } };
    const host = field({ type: 'host', title: 'Server' });
    const parse = (text: string, more = host) =>
      parseFormValues([more], { url: text }, { ...rules, globals }).fields['url'];
    expect(parse('{{ Citrix.Hostname }}')).toBe('{{ Citrix.Hostname }}');
    expect(parse("{{ globals['Citrix.Hostname'] }}:{{ globals.Citrix.Port }}")).toContain('globals');
    expect(problemOf(() => parse('{{ Citrix.Hostname }}/path')).message).toContain('must be a host name');
    expect(problemOf(() => parse('{{ Citrix.Hostnam }}')).message).toContain(
      'no global variable "Citrix.Hostnam"',
    );
    expect(problemOf(() => parse('{{ citrix.hostname }}')).message).toContain('Letter case matters');
    expect(problemOf(() => parse('{{ Citrix.Hostname ')).message).toContain('not closed');
    const secret = field({ isSecret: true });
    expect(parseFormValues([secret], { url: '{{ a }}' }, rules).secrets).toEqual({ url: '{{ a }}' });
  });

  it('says which global variable would do when a value is missing', () => {
    const wanted = field({ globalVariable: 'Citrix.Hostname' });
    expect(problemOf(() => parseFormValues([wanted], {}, rules)).message).toBe(
      'Vendor URL is required. Enter it, or add the global variable Citrix.Hostname.',
    );
  });

  it('refuses a key the form does not have, naming those it has', () => {
    expect(problemOf(() => parseFormValues([field()], { tenant: 'x' }, rules)).message).toContain(
      'Known fields: url',
    );
  });
});

describe('scopes', () => {
  it('trims, drops doubles, refuses what could not be sent', () => {
    expect(parseScopes([' a ', 'b', 'a', ''], ' ')).toEqual(['a', 'b']);
    expect(problemOf(() => parseScopes(['a b'], ' ')).message).toContain('"a b" is not a scope');
    expect(problemOf(() => parseScopes(['a,b'], ',')).field).toBe('scopes');
  });
});
