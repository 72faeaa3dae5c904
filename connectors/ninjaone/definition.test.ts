import { expect, test } from 'vitest';
import { parseConnectorDefinition } from '../../src/connector-kit/index.ts';
import { ninjaone } from './definition.ts';

const urlField = ninjaone.settings[0];
const pattern = new RegExp(`^(?:${urlField?.pattern})$`, 'u');

test('the definition is plain data', () => {
  expect(parseConnectorDefinition(JSON.parse(JSON.stringify(ninjaone)))).toEqual(
    JSON.parse(JSON.stringify(ninjaone)),
  );
});

test.each([
  'https://example.rmmservice.com',
  'https://app.ninjarmm.com',
  'https://eu.ninjarmm.com',
  'https://acme.rmmservice.com.au',
  'http://127.0.0.1:4500',
])('accepts the address %s', (url) => expect(pattern.test(url)).toBe(true));

test.each([
  'http://example.rmmservice.com',
  'https://evil.example',
  'https://rmmservice.com.evil.example',
  'https://a.rmmservice.com/path',
  'https://a.b@evil.rmmservice.com',
])('refuses the address %s', (url) => expect(pattern.test(url)).toBe(false));

test('the fields have the labels users know', () => {
  expect(ninjaone.streams[0]?.fields.map(({ label }) => label)).toEqual([
    'Administrator',
    'Assigned Device Ids List',
    'Device Ids List',
    'Email',
    'Enabled',
    'First Name',
    'Id',
    'Invitation Status',
    'Last Name',
    'Mfa Configured',
    'Must Change Pw',
    'Notify All Clients',
    'Organization Id',
    'Permit All Clients',
    'Phone',
    'Roles List',
    'Uid',
    'User Type',
  ]);
});
