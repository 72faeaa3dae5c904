/**
 * What the server, or the way to it, says about itself, in the words of the catalog. Errors about a statement or its
 * values stay PostgreSQL's own: whoever wrote the statement knows what they mean.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
import { type AppError, type ErrorCode, isAppError, makeError } from '../errors.ts';

type DbErrorCode = Extract<
  ErrorCode,
  | 'DB_BUSY'
  | 'DB_DISK_FULL'
  | 'DB_LIMIT_EXCEEDED'
  | 'DB_OUT_OF_RESOURCES'
  | 'DB_QUERY_CANCELED'
  | 'DB_SYSTEM_FAILED'
  | 'DB_UNAVAILABLE'
>;

/** Single states first, then their class: 53 resources, 54 program limits, 57 operator, 58 system. */
const codesByState: Record<string, DbErrorCode> = {
  '08': 'DB_UNAVAILABLE',
  '25P03': 'DB_UNAVAILABLE',
  '25P04': 'DB_UNAVAILABLE',
  '53': 'DB_OUT_OF_RESOURCES',
  '53100': 'DB_DISK_FULL',
  '53300': 'DB_UNAVAILABLE',
  '54': 'DB_LIMIT_EXCEEDED',
  '57': 'DB_QUERY_CANCELED',
  '57P01': 'DB_UNAVAILABLE',
  '57P02': 'DB_UNAVAILABLE',
  '57P03': 'DB_UNAVAILABLE',
  '57P04': 'DB_UNAVAILABLE',
  '57P05': 'DB_UNAVAILABLE',
  '58': 'DB_SYSTEM_FAILED',
};

/** The database may be able to do the same later; the session waits and goes on. */
const passingCodes: ReadonlySet<ErrorCode> = new Set<DbErrorCode>([
  'DB_BUSY',
  'DB_DISK_FULL',
  'DB_OUT_OF_RESOURCES',
  'DB_QUERY_CANCELED',
  'DB_SYSTEM_FAILED',
  'DB_UNAVAILABLE',
]);

const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);
const clientMessages =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|connection is closed|not queryable/i;

/** PostgreSQL's five characters, also of an error that was put into the catalog's words; undefined for others. */
export function findSqlState(err: unknown): string | undefined {
  if (!(err instanceof Error)) return undefined;
  if (isAppError(err)) return findSqlState(err.cause);
  const { code } = err as { code?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** What the server itself reports: only its errors have a severity, and other things have codes of five characters. */
function findServerCode(err: unknown): DbErrorCode | undefined {
  if (!(err instanceof Error) || isAppError(err) || !('severity' in err)) return undefined;
  const state = findSqlState(err);
  return state === undefined ? undefined : (codesByState[state] ?? codesByState[state.slice(0, 2)]);
}

/** True when pg or the server itself says that the connection is gone. */
export function isReportedLoss(err: unknown): boolean {
  if (!(err instanceof Error) || isAppError(err)) return false;
  return findServerCode(err) === 'DB_UNAVAILABLE' || clientMessages.test(err.message);
}

/** True for failures of the connection itself: the same statement may succeed once the database is back. */
export function isConnectionError(err: unknown): boolean {
  if (isReportedLoss(err)) return true;
  if (!(err instanceof Error)) return false;
  const { code, syscall } = err as NodeJS.ErrnoException;
  return code === 'ENOENT' ? syscall === 'connect' : code !== undefined && socketCodes.has(code);
}

/** True for what is about the state of the database, not about what it was asked: trying again later helps. */
export function isDatabaseTrouble(err: unknown): boolean {
  return isAppError(err) ? passingCodes.has(err.code) : isConnectionError(err);
}

/**
 * True when the database does not take a value, whenever it is asked: data (class 22), constraints (23), and what is
 * larger than an index or a statement may be (54).
 */
export function isRefusal(err: unknown): boolean {
  if (isAppError(err)) return err.code === 'DB_LIMIT_EXCEEDED';
  return /^(22|23|54)/.test(findSqlState(err) ?? '');
}

/** pg says the same of a server that does not answer and of a pool that has nothing to lend. */
export function isConnectTimeout(err: unknown): boolean {
  return err instanceof Error && err.message === 'timeout exceeded when trying to connect';
}

/** For errors that come out of pg. */
export function coerceDbError(err: unknown): unknown {
  return isConnectionError(err) ? inWords('DB_UNAVAILABLE', err) : coerceServerError(err);
}

/**
 * For errors that come out of work done with a lent connection, which may be about anything (a file, another host):
 * only what pg reports, or a socket error after the connection was lost, is about the database.
 */
export function coerceWorkError(err: unknown, isConnectionLost: boolean): unknown {
  const isLoss = isReportedLoss(err) || (isConnectionLost && isConnectionError(err));
  return isLoss ? inWords('DB_UNAVAILABLE', err) : coerceServerError(err);
}

function coerceServerError(err: unknown): unknown {
  const code = findServerCode(err);
  return code === undefined ? err : inWords(code, err);
}

function inWords(code: DbErrorCode, cause: unknown): AppError {
  const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '');
  return makeError(code, { reason }, { cause });
}
