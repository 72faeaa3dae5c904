import type { Services } from '../src/http/register-routes.ts';

/** Stands for a service where routes are only described or guarded, never run: every call throws. */
function makeUnusable(name: string): unknown {
  return new Proxy(() => undefined, {
    get: (_target, key) => makeUnusable(`${name}.${String(key)}`),
    apply: () => {
      throw new Error(`${name} was called, but there are no services here`);
    },
  });
}

/** The services given; in place of the others something that throws when called. */
export function makeUnusableServices(given: Partial<Services> = {}): Services {
  return new Proxy(given, {
    get: (target, key) => (key in target ? Reflect.get(target, key) : makeUnusable(String(key))),
  }) as Services;
}
