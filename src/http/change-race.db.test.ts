/** Two people save the same thing at the same moment: what was read is compared where it is written, so one is told. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeReadyWorld, type ReadyWorld } from '../../test/helpers/muster-world.ts';

let world: ReadyWorld;
beforeAll(async () => {
  world = await makeReadyWorld({ simulator: { users: 8 } });
  await world.run();
});
afterAll(() => world?.close());

const call = <T>(method: 'GET' | 'PATCH' | 'POST', path: string, body?: object) =>
  world.client.call<T>(method, path, body);
const create = async (path: string, body: object) => (await call<{ id: number }>('POST', path, body)).id;

interface Thing {
  path: string;
  /** The body that sets the field to this. */
  set(value: string): object;
  /** What stands there now, as `expected` names it. */
  read(): Promise<object>;
}

const inList = async <T extends { id: number }>(path: string, id: number) =>
  (await call<{ items: T[] }>('GET', `${path}?limit=200`)).items.find((item) => item.id === id) as T;

const things: Record<string, () => Promise<Thing>> = {
  'an integration': async () => {
    const path = `/api/integrations/${world.integrationId}`;
    const read = async () => {
      const { integrationUser } = await call<{ integrationUser: string }>('GET', path);
      return { integrationUser };
    };
    return { path, set: (integrationUser) => ({ integrationUser }), read };
  },
  'a credential': async () => {
    const path = `/api/credentials/${world.credentialId}`;
    const read = async () => ({ owner: (await call<{ owner: string }>('GET', path)).owner });
    return { path, set: (owner) => ({ owner }), read };
  },
  'a user': async () => {
    const id = await create('/api/users', {
      name: 'Una',
      email: 'una@example.com',
      password: 'correct horse battery',
      role: 'viewer',
    });
    const path = `/api/users/${id}`;
    const read = async () => ({ name: (await call<{ name: string }>('GET', path)).name });
    return { path, set: (name) => ({ name }), read };
  },
  'a global variable': async () => {
    const list = '/api/global-variables';
    const id = await create(list, { key: 'Acme.Region', value: 'start', isSecret: false });
    const read = async () => ({ value: (await inList<{ id: number; value: string }>(list, id)).value });
    return { path: `${list}/${id}`, set: (value) => ({ value }), read };
  },
  'a placeholder': async () => {
    const list = '/api/placeholders';
    const id = await create(list, { value: 'nothing here', note: 'start' });
    const read = async () => ({ note: (await inList<{ id: number; note: string }>(list, id)).note });
    return { path: `${list}/${id}`, set: (note) => ({ value: 'nothing here', note }), read };
  },
  'a software name': async () => {
    const list = '/api/software-normalizations';
    const id = await create(list, { incomingName: 'Raced*', standardName: 'start' });
    const read = async () => {
      const { standardName } = await inList<{ id: number; standardName: string }>(list, id);
      return { standardName };
    };
    return { path: `${list}/${id}`, set: (standardName) => ({ incomingName: 'Raced*', standardName }), read };
  },
  'a field of one’s own': async () => {
    const made = await call<{ name: string }>('POST', '/api/objects/people/fields', {
      label: 'Raced',
      type: 'short_text',
    });
    const path = `/api/objects/people/fields/${made.name}`;
    const read = async () => ({ label: (await call<{ label: string }>('GET', path)).label });
    return { path, set: (label) => ({ label }), read };
  },
  'the retention': async () => {
    const path = '/api/retention';
    const read = async () => {
      const { items } = await call<{ items: { kind: string; keepDays: number | null }[] }>('GET', path);
      return { audit: items.find(({ kind }) => kind === 'audit')?.keepDays };
    };
    const set = (value: string) => ({ audit: 100 + [...value].reduce((sum, c) => sum + c.charCodeAt(0), 0) });
    return { path, set, read };
  },
  'a record': async () => {
    const path = '/api/records/people/1';
    const read = async () => {
      const { values } = await call<{ values: { position?: string } }>('GET', path);
      return { position: values.position ?? null };
    };
    return { path, set: (position) => ({ values: { position } }), read };
  },
};

describe.each(Object.keys(things))('two who change %s at once', (name) => {
  it('never both win', async () => {
    const thing = await (things[name] as () => Promise<Thing>)();
    for (let round = 0; round < 12; round += 1) {
      const expected = await thing.read();
      const tries = await Promise.allSettled(
        ['left', 'right'].map((side) =>
          call('PATCH', thing.path, { ...thing.set(`${side}${round}`), expected }),
        ),
      );
      const refusals = tries.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
      expect(refusals).toHaveLength(1);
      expect(refusals[0]).toContain('API_CHANGED_MEANWHILE');
    }
  });
});

it('every change takes what it changes from', async () => {
  const description = await call<{ paths: Record<string, Record<string, unknown>> }>('GET', '/openapi.json');
  const without = Object.entries(description.paths)
    .filter(
      ([, methods]) => methods.patch && !JSON.stringify(methods.patch).includes('API_CHANGED_MEANWHILE'),
    )
    .map(([path]) => path);
  expect(without).toEqual([]);
});
