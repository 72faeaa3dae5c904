import type { FastifyContextConfig } from 'fastify';
import type { PersonAct } from '../access/person-acts.ts';
import type { Access } from '../model/actor.ts';
import type { App } from './app-types.ts';
import { errorResponseSchema } from './list.schema.ts';

export interface RouteEntry {
  method: string;
  url: string;
  access: Access;
  /** Set where API tokens are refused, whatever their role. */
  act: PersonAct | undefined;
  /** Its answer is never compressed. */
  showsSecret: boolean;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route and who may call it; complete once the app is ready. */
    listRoutes(): RouteEntry[];
  }
}

/**
 * Keeps the table of routes and refuses to start when one does not say who may call it. Also gives every documented
 * route what all have in common: error answers, an operation id and the security schemes.
 */
export function addRouteTable(app: App): void {
  const routes: (Omit<RouteEntry, 'access'> & { access: Access | undefined })[] = [];

  app.addHook('onRoute', (route) => {
    const { schema } = route;
    const methods = Array.isArray(route.method) ? route.method : [route.method];
    if (schema && !schema.hide && methods[0] !== 'HEAD') {
      route.schema = {
        ...schema,
        operationId: schema.operationId ?? makeOperationId(String(methods[0]), route.url),
        security: schema.security ?? listSecurity(route.config),
        response: {
          ...(schema.response as object | undefined),
          '4xx': errorResponseSchema,
          '5xx': errorResponseSchema,
        },
      };
    }
    // Read when the app is ready: plugins for whole folders set their access in a hook of their own.
    for (const method of methods) {
      routes.push({
        method,
        url: route.url,
        get access() {
          return route.config?.access;
        },
        get act() {
          return route.config?.act;
        },
        get showsSecret() {
          return route.config?.showsSecret ?? false;
        },
      });
    }
  });

  app.addHook('onReady', async () => {
    const open = routes.filter(({ access }) => access === undefined);
    if (open.length > 0) {
      const list = open.map(({ method, url }) => `${method} ${url}`).join(', ');
      throw new TypeError(`these routes do not say who may call them (config.access): ${list}`);
    }
  });

  app.decorate('listRoutes', () =>
    routes.map(({ method, url, access, act, showsSecret }) => ({
      method,
      url,
      access: access ?? 'administrator',
      act,
      showsSecret,
    })),
  );
}

/** How a route may be called, for the API description. */
function listSecurity(config: FastifyContextConfig | undefined): Record<string, string[]>[] {
  if (config?.access === 'public') return [];
  return config?.act === undefined ? [{ session: [] }, { apiToken: [] }] : [{ session: [] }];
}

/** `GET /api/users/:id` → `getUsersById`. */
export function makeOperationId(method: string, url: string): string {
  const words = url
    .replace(/^\/api\//, '/')
    .split('/')
    .filter(Boolean)
    .flatMap((part) => (part.startsWith(':') ? ['by', part.slice(1)] : part.split(/[^a-zA-Z0-9]+/)))
    .filter(Boolean);
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
