import { ApiError } from '../../lib/api-error.ts';

/** The part of an integration that is missing when settings lead to a server its credential does not list. */
export const otherServersField = 'otherServers';

/** Whether a save was refused because of the servers the credential may be sent to. */
export function isAboutServers(err: unknown): boolean {
  if (!(err instanceof ApiError)) return false;
  const missing = err.details?.missing;
  return (
    Array.isArray(missing) &&
    missing.some((part: { field?: unknown } | null) => part?.field === otherServersField)
  );
}
