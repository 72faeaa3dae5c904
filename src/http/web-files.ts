import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { makeError } from '../errors.ts';
import type { App } from './app-types.ts';
import { makeErrorBody } from './error-handler.ts';

const notBuilt = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Muster</title></head>
<body><h1>Muster is running, but its web interface is not built</h1>
<p>Stop Muster and run <code>npm run build --workspace web</code>, or start it with <code>npm start</code>, which does that by itself.</p>
<p>The API works all the same: see <a href="/api-docs">/api-docs</a>.</p></body></html>
`;

/** Paths that are never pages of the web interface. */
const serverPaths = /^\/(api|api-docs|oauth2|healthz|readyz|metrics|openapi\.json)(\/|$)/;

/**
 * Serves the built web interface. Names of files under `assets/` carry a hash, so they never change; `index.html` is
 * asked for again each time. Unknown paths are pages of the interface, except under the server's own paths.
 */
export async function addWebFiles(app: App, webDir: string): Promise<void> {
  const hasIndex = (await readIndex(webDir)) !== undefined;
  if (hasIndex) {
    await app.register(async (scope) => {
      scope.addHook('onRoute', (route) => {
        route.config = { ...route.config, access: 'public' };
      });
      await scope.register(fastifyStatic, {
        root: webDir,
        cacheControl: false,
        index: false,
        // What the build says of itself is for tools.
        dotfiles: 'ignore',
        // Beside each text of the build lie its compressed versions (web/compress-files.ts).
        preCompressed: true,
        setHeaders: (reply, path) => {
          const isHashed = path.startsWith(join(webDir, 'assets'));
          reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
        },
      });
    });
  }

  app.get('/', { schema: { hide: true }, config: { access: 'public' } }, async (_request, reply) =>
    sendIndex(reply, webDir),
  );
  app.setNotFoundHandler(async (request, reply) => {
    if (!isPage(request)) {
      const err = makeError('API_NO_ROUTE', { method: request.method, path: request.url.split('?')[0] });
      return reply.code(err.status).send(makeErrorBody(err));
    }
    return sendIndex(reply, webDir);
  });
}

function isPage(request: FastifyRequest): boolean {
  const path = request.url.split('?')[0] ?? '/';
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (serverPaths.test(path)) return false;
  // A missing script or image must not come back as HTML.
  return !/\.\w{1,8}$/.test(path) || (request.headers.accept ?? '').includes('text/html');
}

async function sendIndex(reply: FastifyReply, webDir: string): Promise<FastifyReply> {
  const index = await readIndex(webDir);
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache');
  return index === undefined ? reply.code(503).send(notBuilt) : reply.code(200).send(index);
}

async function readIndex(webDir: string): Promise<string | undefined> {
  try {
    return await readFile(join(webDir, 'index.html'), 'utf8');
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw err;
  }
}
