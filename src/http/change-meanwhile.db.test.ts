/** Two people change one thing: the second is told, field by field; and fields of one's own are renamed and deleted. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeReadyWorld, type ReadyWorld, usersMapping } from '../../test/helpers/muster-world.ts';

let world: ReadyWorld;
beforeAll(async () => {
  world = await makeReadyWorld({ simulator: { users: 8 } });
  await world.run();
});
afterAll(() => world?.close());

const by = { source: 'system' as const, name: 'Test' };
const change = (path: string, body: object) =>
  world.client.call<Record<string, unknown>>('PATCH', path, body);

describe('a change that says what it changes from', () => {
  const path = () => `/api/integrations/${world.integrationId}`;

  it('is refused when that is no longer so, and names what stands there now', async () => {
    const { name, integrationUser } = await world.client.call<Record<string, unknown>>('GET', path());
    await change(path(), { name: 'By the first', expected: { name } });
    await expect(change(path(), { name: 'By the second', expected: { name } })).rejects.toThrow(
      /API_CHANGED_MEANWHILE.*"changes":\[\{"field":"name","value":"By the first"\}\]/,
    );
    // Another field of the same integration is nobody's business.
    await change(path(), { integrationUser: 'somebody', expected: { integrationUser } });
    // What both want is no conflict.
    await change(path(), { name: 'By the first', expected: { name } });
    expect(await change(path(), { name: 'By the second', expected: { name: 'By the first' } })).toMatchObject(
      {
        name: 'By the second',
      },
    );
  });

  it('holds for everything that is changed: credentials, users, variables, lists', async () => {
    const entries = [
      ['/api/credentials', world.credentialId, 'owner'],
      [
        '/api/users',
        (
          await world.client.call<{ id: number }>('POST', '/api/users', {
            name: 'Uma',
            email: 'uma@example.com',
            password: 'correct horse battery',
            role: 'viewer',
          })
        ).id,
        'name',
      ],
      [
        '/api/global-variables',
        (
          await world.client.call<{ id: number }>('POST', '/api/global-variables', {
            key: 'Acme.Host',
            value: 'one',
            isSecret: false,
          })
        ).id,
        'value',
      ],
    ] as const;
    for (const [list, id, field] of entries)
      await expect(
        change(`${list}/${id}`, { [field]: 'mine', expected: { [field]: 'not this' } }),
      ).rejects.toThrow(/API_CHANGED_MEANWHILE/);
    const { id } = await world.client.call<{ id: number }>('POST', '/api/software-normalizations', {
      incomingName: 'A*',
      standardName: 'A',
    });
    await expect(
      change(`/api/software-normalizations/${id}`, {
        incomingName: 'A*',
        standardName: 'B',
        expected: { standardName: 'not this' },
      }),
    ).rejects.toThrow(/API_CHANGED_MEANWHILE/);
  });

  it('shows nobody what they may not read', async () => {
    await world.client.call('POST', '/api/global-variables', {
      key: 'Acme.Key',
      value: 'hidden-value',
      isSecret: true,
    });
    const { items } = await world.client.call<{ items: { id: number; key: string }[] }>(
      'GET',
      '/api/global-variables',
    );
    const id = items.find(({ key }) => key === 'Acme.Key')?.id;
    await expect(
      change(`/api/global-variables/${id}`, { value: 'x', expected: { value: 'guess', isSecret: false } }),
    ).rejects.toThrow(/^(?!.*hidden-value).*API_CHANGED_MEANWHILE/s);
  });
});

describe('a record', () => {
  const path = '/api/records/people/2';
  const read = () => world.client.call<{ version: number; values: Record<string, unknown> }>('GET', path);

  it('is changed by two people in two fields; the second to change one of them is told which', async () => {
    const { values, version } = await read();
    const { position = null, phoneNumber = null } = values;
    await change(path, { values: { position: 'Pilot' }, expected: { position } });
    await change(path, { values: { phoneNumber: '+47 1' }, expected: { phoneNumber } });
    await expect(change(path, { values: { position: 'Cook' }, expected: { position } })).rejects.toThrow(
      /API_CHANGED_MEANWHILE.*"changes":\[\{"field":"position","value":"Pilot"\}\]/,
    );
    expect((await read()).values).toMatchObject({ position: 'Pilot', phoneNumber: '+47 1' });
    // Who names no field is told by the version.
    await expect(change(path, { version, values: { position: 'Cook' } })).rejects.toThrow(
      /RECORDS_CHANGED_MEANWHILE/,
    );
    await expect(change(path, { values: { position: 'Cook' } })).rejects.toThrow(/API_BAD_REQUEST.*expected/);
  });

  it('is archived whatever else was changed, but not when somebody has restored it', async () => {
    await change(path, { isArchived: true, expected: { isArchived: false } });
    await change(path, { isArchived: false, expected: { isArchived: true } });
    await expect(change(path, { values: { position: 'x' }, expected: { isArchived: true } })).rejects.toThrow(
      /API_CHANGED_MEANWHILE.*isArchived/,
    );
  });
});

describe('a mapping', () => {
  const path = () => `/api/integrations/${world.integrationId}/mapping`;
  type Stored = { version: number; mapping: { rows: { target: string; source: object }[] } };
  const read = () => world.client.call<Stored>('GET', path());
  const save = (body: object) => world.client.call<Stored>('PUT', path(), body);
  const withSource = ({ mapping }: Stored, target: string, from: string) => ({
    rows: mapping.rows.map((row) =>
      row.target === target ? { ...row, source: { kind: 'path', path: from } } : row,
    ),
  });
  const sourceOf = ({ mapping }: Stored, target: string) =>
    mapping.rows.find((row) => row.target === target)?.source;

  it('keeps what others have saved since in other fields', async () => {
    const before = await read();
    const { version } = before;
    await save({ version, mapping: withSource(before, 'firstName', 'lastName') });
    const saved = await save({ version, mapping: withSource(before, 'username', 'lastName') });
    expect(saved.version).toBe(version + 2);
    expect(sourceOf(saved, 'firstName')).toEqual({ kind: 'path', path: 'lastName' });
    expect(sourceOf(saved, 'username')).toEqual({ kind: 'path', path: 'lastName' });
    expect(await read()).toEqual(saved);
    await save({ ...before, version: saved.version });
  });

  it('tells which field somebody else has changed, and is saved once that was seen', async () => {
    const before = await read();
    const { version } = before;
    await save({ version, mapping: withSource(before, 'firstName', 'lastName') });
    const mine = { version, mapping: withSource(before, 'firstName', 'phone') };
    const theirs = { target: 'firstName', source: { kind: 'path', path: 'lastName' }, writeRule: 'always' };
    const refused = await save(mine).catch(String);
    expect(refused).toContain('API_CHANGED_MEANWHILE');
    expect(JSON.parse((refused as string).slice((refused as string).indexOf('{')))).toMatchObject({
      error: { details: { changes: [{ field: 'firstName', value: theirs }] } },
    });
    const saved = await save({ ...mine, expected: { firstName: theirs } });
    expect(sourceOf(saved, 'firstName')).toEqual({ kind: 'path', path: 'phone' });
    await expect(save({ version: 4_000, mapping: before.mapping })).rejects.toThrow(/MAPPING_CHANGED/);
    await save({ ...before, version: saved.version });
  });

  it('is saved by both who save at once, each the own fields', async () => {
    const before = await read();
    const fields = ['firstName', 'username', 'phoneNumber'];
    await Promise.all(
      fields.map((field) =>
        save({ version: before.version, mapping: withSource(before, field, 'lastName') }),
      ),
    );
    const after = await read();
    expect(after.version).toBe(before.version + fields.length);
    for (const field of fields) expect(sourceOf(after, field)).toEqual({ kind: 'path', path: 'lastName' });
    await save({ ...before, version: after.version });
  });

  it('is saved by one of two who change one field at once', async () => {
    const before = await read();
    const tries = await Promise.allSettled(
      ['lastName', 'phone'].map((from) =>
        save({ version: before.version, mapping: withSource(before, 'firstName', from) }),
      ),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a field of one’s own', () => {
  const fields = '/api/objects/people/fields';
  const add = (label: string, isUnique = false) =>
    world.client.call<{ name: string }>('POST', fields, { label, type: 'short_text', isUnique });
  const map = async (target: string, key?: number) => {
    const { version } = await world.client.call<{ version: number }>(
      'GET',
      `/api/integrations/${world.integrationId}/mapping`,
    );
    await world.client.call('PUT', `/api/integrations/${world.integrationId}/mapping`, {
      version,
      mapping: {
        rows: [
          ...usersMapping.rows,
          {
            target,
            source: { kind: 'path', path: 'firstName' },
            writeRule: 'always',
            ...(key ? { syncKeyPriority: key } : {}),
          },
        ],
      },
    });
  };

  it('is renamed; what is mapped stays mapped', async () => {
    const { name } = await add('Badge');
    await map(name);
    await change(`${fields}/${name}`, { label: 'Badge number' });
    const { fields: all } = await world.client.call<{ fields: { name: string; label: string }[] }>(
      'GET',
      '/api/objects/people',
    );
    expect(all.find((field) => field.name === name)?.label).toBe('Badge number');
    await expect(change(`${fields}/${name}`, { label: 'e-mail address' })).resolves.toBeTruthy();
    await expect(change(`${fields}/${name}`, { label: 'Username' })).rejects.toThrow(/OBJECT_FIELD_EXISTS/);
    await expect(change(`${fields}/email`, { label: 'x' })).rejects.toThrow(/API_NOT_FOUND/);
  });

  it('says what hangs on it, and goes with all of that', async () => {
    const { name } = await add('Locker');
    await map(name);
    await world.run();
    const path = `${fields}/${name}`;
    expect(await world.client.call('GET', path)).toMatchObject({
      uses: { recordCount: 8, mappings: [{ integrationId: world.integrationId, isSyncKey: false }] },
    });
    const { version } = await world.client.call<{ version: number }>('GET', '/api/records/people/1');
    await change('/api/records/people/1', { version, values: { [name]: 'A1' }, lock: [name] });
    expect(await world.client.call('GET', path)).toMatchObject({ uses: { lockCount: 1 } });
    await world.muster.fields.deleteField(by, 'people', name);
    const record = await world.client.call<{ values: object; lockedFields: string[] }>(
      'GET',
      '/api/records/people/1',
    );
    expect(record.values).not.toHaveProperty(name);
    expect(record.lockedFields).not.toContain(name);
    const { mapping } = await world.client.call<{ mapping: { rows: { target: string }[] } }>(
      'GET',
      `/api/integrations/${world.integrationId}/mapping`,
    );
    expect(mapping.rows.map(({ target }) => target)).not.toContain(name);
    expect((await world.run()).status).toBe('succeeded');
    await expect(world.client.call('GET', `/api/records/people?filter=${name}:eq:A1`)).rejects.toThrow(
      /cannot be filtered/,
    );
  });

  it('is kept while it is a sync key, or a session that writes it is under way', async () => {
    const { name } = await add('Number', true);
    await map(name, 2);
    await expect(world.muster.fields.deleteField(by, 'people', name)).rejects.toMatchObject({
      code: 'OBJECT_FIELD_IN_USE',
    });
    await map(name);
    await world.test.db.query(
      `INSERT INTO sessions (integration_id, kind, requested_by_name) VALUES ($1, 'manual', 'Test')`,
      [world.integrationId],
    );
    await expect(world.muster.fields.deleteField(by, 'people', name)).rejects.toMatchObject({
      code: 'OBJECT_FIELD_IN_USE',
    });
    await world.test.db.query(`DELETE FROM sessions WHERE requested_by_name = 'Test'`);
    await world.muster.fields.deleteField(by, 'people', name);
  });
});
