import { makeError } from '../errors.ts';

/** What keeps the server from listening, in words; anything else as it is. */
export function explainListen(err: unknown, config: { host: string; port: number }): unknown {
  const code = (err as { code?: string }).code;
  if (code === 'EADDRINUSE')
    return makeError('HTTP_PORT_TAKEN', { port: config.port, host: config.host }, { cause: err });
  if (code === 'EACCES') return makeError('HTTP_PORT_REFUSED', { port: config.port }, { cause: err });
  return err;
}
