import { describe, expect, it } from 'vitest';
import {
  checkFieldValue,
  collectFieldValues,
  type DefinitionField,
  findCorrection,
} from './definition-fields.ts';

const makeField = (part: Partial<DefinitionField>): DefinitionField => ({
  key: 'f',
  title: 'Field',
  help: '',
  type: 'text',
  isRequired: true,
  isSecret: false,
  pattern: null,
  patternHelp: null,
  example: null,
  defaultValue: null,
  globalVariable: null,
  choices: [],
  corrections: [],
  ...part,
});

describe('checkFieldValue', () => {
  it('asks for what is needed, but not for a secret that is stored', () => {
    expect(checkFieldValue(makeField({}), ' ', false)).toBe('Field is needed.');
    expect(checkFieldValue(makeField({ isSecret: true }), '', true)).toBeNull();
    expect(checkFieldValue(makeField({ isRequired: false }), '', false)).toBeNull();
  });

  it('matches the pattern against the whole value and says the connector’s sentence', () => {
    const field = makeField({ pattern: '[a-z]+', patternHelp: 'Letters only.' });
    expect(checkFieldValue(field, 'abc1', false)).toBe('Letters only.');
    expect(checkFieldValue(field, 'abc', false)).toBeNull();
  });

  it('knows addresses, hosts and ports', () => {
    expect(checkFieldValue(makeField({ type: 'url' }), 'example.com', false)).toMatch(/https/);
    expect(checkFieldValue(makeField({ type: 'host' }), 'example.com/path', false)).toMatch(/host name/);
    expect(checkFieldValue(makeField({ type: 'port' }), '70000', false)).toMatch(/65535/);
    expect(checkFieldValue(makeField({ type: 'port' }), '443', false)).toBeNull();
  });
});

describe('collectFieldValues', () => {
  it('cleans addresses instead of refusing them', () => {
    const pattern = 'https://[a-z]+\\.example';
    const fields = [
      makeField({ key: 'host', type: 'host' }),
      makeField({ key: 'url', type: 'url', pattern }),
      makeField({ key: 'port', type: 'port' }),
    ];
    const entered = {
      host: ' https://Accounts.example/ ',
      url: '\u200bhttps://acme.example// ',
      port: ' 443 ',
    };
    for (const field of fields) expect(checkFieldValue(field, entered[field.key as 'url'], false)).toBeNull();
    expect(collectFieldValues(fields, entered)).toEqual({
      host: 'Accounts.example',
      url: 'https://acme.example',
      port: '443',
    });
  });

  it('leaves out secrets that were not entered and trims the rest', () => {
    const fields = [makeField({ key: 'id' }), makeField({ key: 'secret', isSecret: true })];
    expect(collectFieldValues(fields, { id: ' a ', secret: '' })).toEqual({ id: 'a' });
  });
});

describe('findCorrection', () => {
  const misprint = { from: 'acounts.zoho.com.au', to: 'accounts.zoho.com.au', hint: 'There is a c missing.' };
  const field = makeField({ type: 'host', corrections: [misprint] });

  it('knows a misprint in any case and with spaces around it', () => {
    expect(findCorrection(field, 'acounts.zoho.com.au')).toBe(misprint);
    expect(findCorrection(field, ' Acounts.Zoho.com.AU ')).toBe(misprint);
  });

  it('leaves everything else alone', () => {
    expect(findCorrection(field, 'accounts.zoho.com.au')).toBeUndefined();
    expect(findCorrection(field, 'my-acounts.zoho.com.au')).toBeUndefined();
    expect(findCorrection(field, '')).toBeUndefined();
    expect(findCorrection(makeField({}), 'acounts.zoho.com.au')).toBeUndefined();
  });
});
