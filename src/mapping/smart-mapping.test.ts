import { describe, expect, test } from 'vitest';
import { ninjaone } from '../../connectors/ninjaone/definition.ts';
import { makeUser } from '../../connectors/ninjaone/simulator/users.ts';
import { assetFields, peopleFields } from '../model/objects.ts';
import { describeSource, labelOfPath } from './describe-source.ts';
import { findSyncKeyWarnings, suggestMapping } from './smart-mapping.ts';

const stream = ninjaone.streams[0];
if (!stream) throw new Error('the connector has no stream');
const noFaults = { duplicateEmails: false, usersWithoutEmail: false, wrongTypes: false };
const records = Array.from({ length: 20 }, (_item, index) => makeUser(1, index, 0, true, noFaults));
const sources = describeSource(stream.fields, records);

describe('source fields', () => {
  test('the 18 fields of the vendor and Connector Sync Time carry the labels of the vendor page', () => {
    const labels = stream.fields.map(({ label }) => label);
    expect(labels).toHaveLength(18);
    expect(describeSource(stream.fields, []).map((field) => field.label)).toEqual(
      [...labels, 'Connector Sync Time'].sort(),
    );
  });

  test.each([
    ['mfaConfigured', false, 'Mfa Configured'],
    ['roles', true, 'Roles List'],
    ['profile.givenName', false, 'Profile Given Name'],
    ['response["test-field"]', false, 'Test Field'],
  ])('%s is labelled %s', (path, isList, label) => {
    expect(labelOfPath(path, isList)).toBe(label);
  });

  test('counts what is empty and what differs, and shows a few values', () => {
    const phone = sources.find((field) => field.path === 'phone');
    expect(phone?.recordCount).toBe(20);
    expect(phone?.emptyCount).toBe(records.filter((record) => !record['phone']).length);
    const email = sources.find((field) => field.path === 'email');
    expect(email).toMatchObject({ emptyCount: 0, distinctCount: 20 });
    expect(email?.samples).toHaveLength(3);
  });

  test('nested objects and odd keys are offered by their path', () => {
    const found = describeSource([], [{ profile: { 'home-phone': '1', tags: ['a'] }, 'odd key': 2 }]);
    expect(found.map((field) => field.path)).toContain('profile["home-phone"]');
    expect(found.find((field) => field.path === 'profile.tags')?.label).toBe('Profile Tags List');
    expect(found.find((field) => field.path === 'response["odd key"]')).toMatchObject({
      type: 'number',
      samples: ['2'],
    });
  });
});

describe('smart mapping', () => {
  test('the vendor recommendation comes first, with a sync key', () => {
    const { proposals, warnings } = suggestMapping({
      sources,
      targets: peopleFields,
      suggested: stream.suggestedMapping,
    });
    const of = (target: string) => proposals.find((proposal) => proposal.target === target);
    expect(of('email')).toMatchObject({ source: 'email', isSyncKey: true, confidence: 0.98 });
    expect(of('username')).toMatchObject({ source: 'email' });
    expect(of('isActive')).toMatchObject({ source: 'enabled' });
    expect(warnings).toEqual([]);
  });

  test('without a recommendation names, synonyms and values find the same', () => {
    const { proposals } = suggestMapping({ sources, targets: peopleFields, suggested: [] });
    const found = Object.fromEntries(proposals.map((proposal) => [proposal.target, proposal.source]));
    expect(found).toMatchObject({
      email: 'email',
      firstName: 'firstName',
      lastName: 'lastName',
      phoneNumber: 'phone',
      isActive: 'enabled',
      fullName: '{{ firstName }} {{ lastName }}',
    });
    expect(proposals.find((proposal) => proposal.target === 'email')?.isSyncKey).toBe(true);
    for (const proposal of proposals) expect(proposal.reason).not.toBe('');
    expect(found['connectorSyncTime']).toBeUndefined();
  });

  test('an e-mail address is recognised by its values when the name says nothing', () => {
    const odd = describeSource([], [{ contact: 'a@example.com' }, { contact: 'b@example.com' }]);
    const { proposals } = suggestMapping({ sources: odd, targets: peopleFields, suggested: [] });
    expect(proposals.find((proposal) => proposal.target === 'email')).toMatchObject({
      source: 'contact',
      reason: expect.stringContaining('values'),
    });
  });

  test('a sync key that is empty or repeated in the sample is warned about, with figures', () => {
    const found = describeSource(
      [],
      [{ email: 'a@example.com' }, { email: 'a@example.com' }, { email: null }],
    );
    const warnings = findSyncKeyWarnings(
      [{ target: 'email', source: 'email', isSyncKey: true }],
      found,
      peopleFields,
    );
    expect(warnings.map((warning) => warning.message)).toEqual([
      expect.stringContaining('empty in 1 of 3'),
      expect.stringContaining('1 different values in 2 records'),
    ]);
  });

  const suggest = (records: unknown[], targets = peopleFields) => {
    const { proposals } = suggestMapping({ sources: describeSource([], records), targets, suggested: [] });
    return (target: string) => proposals.find((proposal) => proposal.target === target);
  };

  test('values alone give away phone numbers and unique identifiers, with less confidence than a name', () => {
    const of = suggest([
      { contact: '+31 20 123 4567', ref: '514e28b7-0000-4000-8000-000000000001', seen: '1742391675' },
      { contact: '020-1234567', ref: '514e28b7-0000-4000-8000-000000000002', seen: '1742391676' },
    ]);
    expect(of('phoneNumber')).toMatchObject({ source: 'contact', confidence: 0.5 });
    expect(of('phoneNumber')?.reason).toContain('phone numbers');
    expect(of('externalId')).toMatchObject({ source: 'ref' });
  });

  test('values that contradict the name or the type keep a field from being proposed', () => {
    const of = suggest([{ email: 'Ann', status: 'somewhere', phone: 'ann@example.com', lastLogin: 'never' }]);
    expect(of('email')?.source).not.toBe('email');
    expect(of('isActive')).toBeUndefined();
    expect(of('phoneNumber')).toBeUndefined();
    expect(of('lastLoginAt')).toBeUndefined();
  });

  test('a text that reads as yes or no suits a yes/no field', () => {
    expect(suggest([{ status: 'Active' }, { status: 'Inactive' }])('isActive')).toMatchObject({
      source: 'status',
      confidence: 0.85,
    });
  });

  test('words that many names share do not make two names similar', () => {
    const of = suggest([{ lastContact: 'x', organizationId: 5, deviceName: 'y' }]);
    for (const target of ['lastName', 'externalId', 'fullName', 'username'])
      expect(of(target)).toBeUndefined();
  });

  test('Username falls back to the e-mail address, saying so; each source is used once otherwise', () => {
    const of = suggest([{ mail: 'a@example.com', surname: 'Ash' }]);
    expect(of('username')).toMatchObject({ source: 'mail', reason: expect.stringContaining('sign in') });
    const { proposals } = suggestMapping({ sources, targets: peopleFields, suggested: [] });
    const used = proposals.filter(({ target }) => target !== 'username').map(({ source }) => source);
    expect(new Set(used).size).toBe(used.length);
  });

  test('a sync key that is a template is judged by the one field it reads', () => {
    const found = describeSource([], [{ email: 'a@example.com' }, { email: '' }]);
    const warn = (source: string) =>
      findSyncKeyWarnings([{ target: 'email', source, isSyncKey: true }], found, peopleFields).length;
    expect(warn('{{ email | lower }}')).toBe(1);
    expect(warn('{{ response.email | lower }}')).toBe(1);
    expect(warn('{{ email ~ id }}')).toBe(0);
    expect(warn('{{ email | ')).toBe(0);
  });
});

test("a key made of the vendor's id without saying whose it is", () => {
  const warn = (source: string, isSyncKey = true) =>
    findSyncKeyWarnings([{ target: 'externalId', source, isSyncKey }], [], assetFields, 'id');
  expect(warn('acme-{{ id }}')).toEqual([
    { target: 'externalId', message: expect.stringContaining('Put {{ tenant }} into it') },
  ]);
  expect(warn('acme-{{ tenant }}-{{ id }}')).toEqual([]);
  expect(warn('acme-{{ id }}', false)).toEqual([]);
});
