import ipaddr from 'ipaddr.js';

/**
 * Sign-in throttling. Every attempt is counted before the password is looked at and uncounted when it was right, so
 * that parallel guesses cannot slip through. Three counters: the pair (e-mail, address) stops a person or script that
 * guesses one account; the address stops one that tries many accounts; the e-mail counter slows down many
 * addresses guessing one account, with a short block so that nobody can lock somebody else out.
 *
 * An address of IPv6 counts as its /64: whoever has one has all of them. Behind a reverse proxy that Muster was not told
 * of everybody has the same address, so blocking it would lock everybody out: there only the account counts, with the
 * short block of the e-mail counter.
 */
export interface ThrottleRule {
  /** The failure that brings the first block. */
  blockFromCount: number;
  /** First block; doubles with every further failure. */
  firstBlockMs: number;
  maxBlockMs: number;
}

export const throttleRules = {
  pair: { blockFromCount: 5, firstBlockMs: 5_000, maxBlockMs: 15 * 60_000 },
  address: { blockFromCount: 30, firstBlockMs: 5_000, maxBlockMs: 15 * 60_000 },
  email: { blockFromCount: 50, firstBlockMs: 2_000, maxBlockMs: 60_000 },
  code: { blockFromCount: 5, firstBlockMs: 5_000, maxBlockMs: 15 * 60_000 },
  proxied: { blockFromCount: 10, firstBlockMs: 2_000, maxBlockMs: 60_000 },
} as const satisfies Record<string, ThrottleRule>;

export type ThrottleKind = keyof typeof throttleRules;

/** Failures older than this are forgotten. */
export const throttleMemoryMs = 24 * 60 * 60_000;

export interface ThrottleState {
  failureCount: number;
  lastFailureAt: Date;
  blockedUntil: Date | null;
}

const longestBlockMs = Math.max(...Object.values(throttleRules).map(({ maxBlockMs }) => maxBlockMs));

/**
 * How long a counter blocks at `now`; 0 when it does not. No rule blocks for longer than a quarter of an hour: an end
 * further away was written under a clock that was wrong.
 */
export function blockedMs(state: ThrottleState | undefined, now: Date): number {
  const leftMs = state?.blockedUntil ? Math.max(0, state.blockedUntil.getTime() - now.getTime()) : 0;
  return leftMs > longestBlockMs ? 0 : leftMs;
}

/** The counter after one more attempt at `now`. */
export function planAttempt(state: ThrottleState | undefined, rule: ThrottleRule, now: Date): ThrottleState {
  const isForgotten = !state || now.getTime() - state.lastFailureAt.getTime() > throttleMemoryMs;
  const failureCount = (isForgotten ? 0 : state.failureCount) + 1;
  return { failureCount, lastFailureAt: now, blockedUntil: blockEnd(failureCount, rule, now) };
}

/** The counter after an attempt turned out to be right. */
export function planUndo(state: ThrottleState, rule: ThrottleRule): ThrottleState {
  const failureCount = Math.max(0, state.failureCount - 1);
  return { ...state, failureCount, blockedUntil: blockEnd(failureCount, rule, state.lastFailureAt) };
}

function blockEnd(failureCount: number, rule: ThrottleRule, since: Date): Date | null {
  const over = failureCount - rule.blockFromCount;
  if (over < 0) return null;
  const blockMs = Math.min(rule.maxBlockMs, rule.firstBlockMs * 2 ** Math.min(over, 30));
  return new Date(since.getTime() + blockMs);
}

/** "40 seconds", "3 minutes": rounded up, for messages. */
export function describeWait(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 90) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

/** Where an attempt comes from; `isProxy`: the address is a proxy's that Muster was not told of. */
export interface AttemptOrigin {
  address: string;
  isProxy?: boolean;
}

export interface ThrottleKey {
  key: string;
  kind: ThrottleKind;
}

/** The counter of the codes tried for a user's second factor. */
export const codeThrottleKeys = (userId: number): ThrottleKey[] => [{ key: `code ${userId}`, kind: 'code' }];

/** Keys of the counters one attempt touches, sorted so that two attempts lock rows in the same order. */
export function throttleKeys(email: string, { address, isProxy = false }: AttemptOrigin): ThrottleKey[] {
  const plain = email.trim().toLowerCase();
  const network = networkOf(address);
  if (isProxy) {
    return [
      { key: `email ${plain}`, kind: 'email' },
      { key: `proxied ${plain} ${network}`, kind: 'proxied' },
    ];
  }
  return [
    { key: `address ${network}`, kind: 'address' },
    { key: `email ${plain}`, kind: 'email' },
    { key: `pair ${plain} ${network}`, kind: 'pair' },
  ];
}

/** The address, of IPv6 the /64 it lies in. What is no address stands for itself. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const [a = 0, b = 0, c = 0, d = 0] = (parsed as ipaddr.IPv6).parts;
  return `${new ipaddr.IPv6([a, b, c, d, 0, 0, 0, 0]).toString()}/64`;
}
