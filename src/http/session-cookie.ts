import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from '../access/second-factor/passkeys.ts';
import type { Origin, SignedIn } from '../access/sign-in-service.ts';
import { sessionMaxMs } from '../access/sign-in-service.ts';
import { makeError } from '../errors.ts';
import { sessionCookieName } from './authenticate.ts';

/** Where a request comes from, for throttling and the list of sessions. */
export function readOrigin(request: FastifyRequest): Origin {
  return {
    address: request.ip,
    isProxy: request.isFromUnknownProxy,
    userAgent: request.headers['user-agent'],
  };
}

/**
 * Where the browser stands, for passkeys: MUSTER_PUBLIC_URL, else what the browser itself says. A wrong word here only
 * makes a passkey useless: it signs the name the browser really sees.
 */
export function readSite(request: FastifyRequest, publicUrl: string | undefined): Site {
  if (publicUrl !== undefined) {
    const { hostname, origin } = new URL(publicUrl);
    return { host: hostname, origin };
  }
  const said = URL.parse(request.headers.origin ?? '');
  const origin = said?.host === request.host ? said.origin : `${request.protocol}://${request.host}`;
  return { host: request.hostname, origin };
}

export function setSessionCookie(
  reply: FastifyReply,
  signedIn: SignedIn,
  publicUrl: string | undefined,
): void {
  reply.setCookie(sessionCookieName, signedIn.sessionToken, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl?.startsWith('https:') ?? false,
    maxAge: sessionMaxMs / 1000,
  });
}

export function clearSessionCookie(reply: FastifyReply): void {
  reply.clearCookie(sessionCookieName, { path: '/' });
}

/**
 * Before the first user exists anyone who reaches the server may become its administrator, a web page in somebody's
 * browser included, when its name is made to point here (DNS rebinding). So set-up is only taken under an address
 * such a page cannot have: MUSTER_PUBLIC_URL's, an IP address, localhost or a name without a dot.
 * Throws ACCESS_HOST_UNKNOWN.
 */
export function assertKnownHost(
  request: Pick<FastifyRequest, 'host' | 'hostname'>,
  publicUrl: string | undefined,
): void {
  const name = request.hostname.toLowerCase();
  const expected = publicUrl === undefined ? undefined : new URL(publicUrl).hostname.toLowerCase();
  const isAddress = /^\d+(\.\d+){3}$/.test(name) || name.startsWith('[');
  if (name === expected || isAddress || name.endsWith('.localhost') || !name.includes('.')) return;
  throw makeError('ACCESS_HOST_UNKNOWN', {
    host: request.host,
    expected: publicUrl ?? 'http://localhost or its IP address',
  });
}
