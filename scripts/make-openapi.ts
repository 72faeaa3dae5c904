import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSystemClock } from '../src/clock.ts';
import { makeHttpApp } from '../src/http/make-app.ts';
import { listRegistrations } from '../src/http/register-routes.ts';
import { makeLogger } from '../src/logger.ts';
import { root } from './checks/source-files.ts';
import { makeUnusableServices } from './unusable-services.ts';

/** The API description, from the routes alone: no database, no services. */
export async function makeOpenApi(): Promise<object> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const services = makeUnusableServices();
  const app = await makeHttpApp({
    log: makeLogger({ level: 'silent' }),
    version,
    publicUrl: undefined,
    trustedProxies: [],
    areProxiesDeclared: true,
    clock: makeSystemClock(),
    webDir: join(root, 'no-web'),
    signIn: services.signIn,
    apiTokens: services.apiTokens,
    registerRoutes: listRegistrations(services),
  });
  try {
    return app.swagger();
  } finally {
    await app.close();
  }
}
