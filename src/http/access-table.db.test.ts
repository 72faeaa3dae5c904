import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTestApp, type TestApp } from '../../test/helpers/with-app.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import type { PersonAct } from '../access/person-acts.ts';
import { hasRole, type Role, roles } from '../model/actor.ts';
import type { RouteEntry } from './route-table.ts';

/** Routes anybody may call; a new one must be added here on purpose. */
const publicRoutes = [
  'GET /',
  'GET /api/setup',
  'GET /healthz',
  'GET /metrics',
  'GET /oauth2/redirect',
  'GET /openapi.json',
  'GET /readyz',
  'POST /api/setup',
  'POST /api/sign-in',
  'POST /api/sign-in/second-factor',
];

/**
 * Routes an API token may never call, whatever its role, and why. A route that changes who may get in belongs here;
 * one that is missing from this list, or from the routes, is a decision somebody has to take.
 */
const personRoutes: Record<string, PersonAct> = {
  'DELETE /api/users/:id': 'users',
  'PATCH /api/users/:id': 'users',
  'GET /api/me/second-factor': 'two_factor',
  'GET /api/me/sessions': 'browser_sessions',
  'POST /api/api-tokens': 'api_tokens',
  'POST /api/me/passkeys': 'two_factor',
  'POST /api/me/passkeys/:id/remove': 'two_factor',
  'POST /api/me/passkeys/options': 'two_factor',
  'POST /api/me/recovery-codes': 'two_factor',
  'POST /api/me/sessions/:id/end': 'browser_sessions',
  'POST /api/me/sessions/end-others': 'browser_sessions',
  'POST /api/me/totp': 'two_factor',
  'POST /api/me/totp/confirm': 'two_factor',
  'POST /api/me/totp/remove': 'two_factor',
  'POST /api/me/password': 'password',
  'POST /api/sign-out': 'browser_sessions',
  'POST /api/users': 'users',
  'POST /api/users/:id/reset-second-factor': 'two_factor',
  'PUT /api/sign-in-rules': 'sign_in_rules',
};
/** Changing routes about access that a token may call all the same: a token that has leaked can end itself. */
const tokenRoutes = ['POST /api/api-tokens/:id/revoke'];

/** Open to somebody whose role needs a second factor and who has none yet. */
const setUpRoutes = [
  'GET /api/me',
  'GET /api/me/second-factor',
  'GET /api/me/sessions',
  'POST /api/me/passkeys',
  'POST /api/me/passkeys/:id/remove',
  'POST /api/me/passkeys/options',
  'POST /api/me/password',
  'POST /api/me/recovery-codes',
  'POST /api/me/sessions/:id/end',
  'POST /api/me/sessions/end-others',
  'POST /api/me/totp',
  'POST /api/me/totp/confirm',
  'POST /api/me/totp/remove',
];

let db: TestDb;
let test: TestApp;
let routes: RouteEntry[];
const headers = {} as Record<Role, Record<string, string>>;
/** Of API tokens with each role, all of them an administrator's. */
const tokens = {} as Record<Role, Record<string, string>>;

beforeAll(async () => {
  db = await makeTestDb();
  test = await makeTestApp(db.db);
  routes = test.app
    .listRoutes()
    .filter(({ method, url }) => method !== 'HEAD' && !url.startsWith('/api-docs'));
  for (const role of roles) headers[role] = (await test.signInAs(role)).headers;
  for (const role of roles) {
    const answer = await test.app.inject({
      method: 'POST',
      url: '/api/api-tokens',
      headers: headers.administrator,
      payload: { name: role, role },
    });
    tokens[role] = { authorization: `Bearer ${answer.json<{ secret: string }>().secret}` };
  }
});
afterAll(async () => {
  await test.app.close();
  await db.drop();
});

const call = ({ method, url }: RouteEntry, more: Record<string, string>) =>
  test.app.inject({
    method: method as NonNullable<InjectOptions['method']>,
    url: url.replaceAll(/:\w+/g, '999999').replace('*', 'nothing'),
    headers: more,
  });

const name = ({ method, url }: RouteEntry) => `${method} ${url}`;
const guarded = () => routes.filter(({ access, url }) => access !== 'public' && url !== '/api/sign-out');
const codeOf = (body: string): string => (JSON.parse(body) as { error: { code: string } }).error.code;

describe('who may call what', () => {
  it('lets only the listed routes be called without signing in', () => {
    const open = routes.filter(({ access }) => access === 'public').map(name);
    expect(publicRoutes).toEqual(expect.arrayContaining(open));
  });

  it('answers 401 on every other route without signing in', async () => {
    expect(guarded().length).toBeGreaterThan(10);
    for (const route of guarded()) {
      const answer = await call(route, {});
      expect([name(route), answer.statusCode, codeOf(answer.body)]).toEqual([
        name(route),
        401,
        'ACCESS_SIGN_IN_REQUIRED',
      ]);
    }
  });

  it.each(roles)('decides every route for the role %s', async (role) => {
    for (const route of guarded()) {
      const answer = await call(route, headers[role]);
      const code = answer.statusCode >= 400 ? codeOf(answer.body) : 'none';
      if (hasRole(role, route.access as Role)) {
        expect([name(route), code]).not.toEqual([name(route), 'ACCESS_FORBIDDEN']);
        expect([name(route), answer.statusCode]).not.toEqual([name(route), 401]);
      } else {
        expect([name(route), answer.statusCode, code]).toEqual([name(route), 403, 'ACCESS_FORBIDDEN']);
      }
    }
  });

  it('answers 403 on every route that changes something when the CSRF token is missing or wrong', async () => {
    const changing = guarded().filter(({ method }) => method !== 'GET');
    expect(changing.length).toBeGreaterThan(5);
    for (const route of changing) {
      const cookie = headers.administrator.cookie ?? '';
      for (const given of [{ cookie }, { cookie, 'x-csrf-token': 'wrong' }] as Record<string, string>[]) {
        const answer = await call(route, given);
        expect([name(route), answer.statusCode, codeOf(answer.body)]).toEqual([
          name(route),
          403,
          'ACCESS_CSRF',
        ]);
      }
    }
  });

  it('keeps from API tokens exactly the routes that are listed', () => {
    const kept = routes.flatMap((route) => (route.act ? [[name(route), route.act] as const] : []));
    expect(Object.fromEntries(kept)).toEqual(personRoutes);
    const about = /^\/api\/(me|users|api-tokens|sign-in|sign-in-rules|sign-out)\b/;
    const changing = routes.filter(
      ({ method, url, access }) => method !== 'GET' && access !== 'public' && about.test(url),
    );
    expect(changing.map(name).sort()).toEqual(
      [...Object.keys(personRoutes).filter((route) => !route.startsWith('GET ')), ...tokenRoutes].sort(),
    );
  });

  it.each(roles)('refuses those routes to a token with the role %s, and no other', async (role) => {
    for (const route of guarded().concat(routes.filter(({ url }) => url === '/api/sign-out'))) {
      const answer = await call(route, tokens[role]);
      const code = answer.statusCode >= 400 ? codeOf(answer.body) : 'none';
      const expected = !hasRole(role, route.access as Role)
        ? 'ACCESS_FORBIDDEN'
        : route.act
          ? 'ACCESS_PERSON_REQUIRED'
          : expect.not.stringMatching(/^ACCESS_(FORBIDDEN|PERSON_REQUIRED|TOKEN_INVALID)$/);
      expect([name(route), code]).toEqual([name(route), expected]);
    }
  });

  it('says in the API description which routes take no token', async () => {
    const { paths } = (await test.app.inject({ url: '/openapi.json' })).json<{
      paths: Record<string, Record<string, { security: Record<string, unknown>[] }>>;
    }>();
    for (const route of routes.filter(({ act }) => act)) {
      const path = route.url.replaceAll(/:(\w+)/g, '{$1}');
      expect([path, paths[path]?.[route.method.toLowerCase()]?.security]).toEqual([path, [{ session: [] }]]);
    }
  });

  it('lets somebody whose role needs a second factor do nothing but set one up', async () => {
    await db.db.query(`INSERT INTO second_factor_roles (role) VALUES ('viewer')`);
    try {
      for (const route of guarded()) {
        const answer = await call(route, headers.viewer);
        const code = answer.statusCode >= 400 ? codeOf(answer.body) : 'none';
        const isOpen = setUpRoutes.includes(name(route));
        expect([name(route), code === 'ACCESS_SECOND_FACTOR_NEEDED']).toEqual([name(route), !isOpen]);
      }
      expect(
        (
          await call(
            { ...routes[0], method: 'GET', url: '/api/integrations' } as RouteEntry,
            headers.operator,
          )
        ).statusCode,
      ).not.toBe(403);
    } finally {
      await db.db.query('DELETE FROM second_factor_roles');
    }
  });

  it('refuses to start with a route that does not say who may call it', async () => {
    await expect(
      makeTestApp(db.db, {
        app: { registerRoutes: [(app) => app.get('/api/forgotten', async () => ({}))] },
      }),
    ).rejects.toThrow(/GET \/api\/forgotten/);
  });
});

it('answers 201 where something is added to a list', async () => {
  const { paths } = (await test.app.inject({ url: '/openapi.json' })).json<{
    paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
  }>();
  // Of one thing there is nothing to add: the sample of an integration is read anew.
  const adding = Object.entries(paths).filter(
    ([path, methods]) => methods['get'] && methods['post'] && !path.includes('{'),
  );
  expect(adding.length).toBeGreaterThan(5);
  for (const [path, { post }] of adding)
    expect([path, ...Object.keys(post?.responses ?? {})]).toEqual([path, '201', '4XX', '5XX']);
});
