import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** Work factors of scrypt: memory is 128 × cost × blockSize bytes. */
export interface ScryptCost {
  cost: number;
  blockSize: number;
  parallelization: number;
}

export interface PasswordHasher {
  /** Text for `users.password_hash`: `scrypt$cost$blockSize$parallelization$salt$key`, the last two base64url. */
  makeHash(password: string): Promise<string>;
  /** Compares in constant time. `needsRehash` when the stored work factors are not today's. */
  verify(password: string, stored: string): Promise<{ isRight: boolean; needsRehash: boolean }>;
  /** Spends what a comparison costs, so that an unknown e-mail address answers no sooner than a known one. */
  spend(password: string): Promise<void>;
}

/** OWASP's Password Storage Cheat Sheet: N=2^15, r=8, p=3 (32 MB, about 150 ms). */
export const defaultScryptCost: ScryptCost = { cost: 2 ** 15, blockSize: 8, parallelization: 3 };

const derivedBytes = 32;
const saltBytes = 16;
/** Derivations at once: bounds memory and leaves threads of the pool to others while somebody guesses passwords. */
const maxConcurrent = 2;

const storedPattern = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/;

function deriveKey(password: string, salt: Buffer, cost: ScryptCost, keyBytes: number): Promise<Buffer> {
  const options: ScryptOptions = {
    cost: cost.cost,
    blockSize: cost.blockSize,
    parallelization: cost.parallelization,
    maxmem: 256 * cost.cost * cost.blockSize,
  };
  return new Promise((resolve, reject) => {
    // NFKC: the same password typed on another keyboard or system may arrive in other code points.
    scrypt(password.normalize('NFKC'), salt, keyBytes, options, (err, key) =>
      err ? reject(err) : resolve(key),
    );
  });
}

export function makePasswordHasher(
  options: { scryptCost?: ScryptCost; random?: (size: number) => Buffer } = {},
): PasswordHasher {
  const today = options.scryptCost ?? defaultScryptCost;
  const random = options.random ?? randomBytes;
  let runningCount = 0;
  const waiting: (() => void)[] = [];

  async function withSlot<T>(run: () => Promise<T>): Promise<T> {
    while (runningCount >= maxConcurrent) await new Promise<void>((resolve) => waiting.push(resolve));
    runningCount += 1;
    try {
      return await run();
    } finally {
      runningCount -= 1;
      waiting.shift()?.();
    }
  }

  return {
    async makeHash(password) {
      const salt = random(saltBytes);
      const key = await withSlot(() => deriveKey(password, salt, today, derivedBytes));
      return `scrypt$${today.cost}$${today.blockSize}$${today.parallelization}$${salt.toString('base64url')}$${key.toString('base64url')}`;
    },
    async verify(password, stored) {
      const match = storedPattern.exec(stored);
      if (!match) return { isRight: false, needsRehash: false };
      const [, cost, blockSize, parallelization, salt = '', key = ''] = match;
      const used: ScryptCost = {
        cost: Number(cost),
        blockSize: Number(blockSize),
        parallelization: Number(parallelization),
      };
      const expected = Buffer.from(key, 'base64url');
      const actual = await withSlot(() =>
        deriveKey(password, Buffer.from(salt, 'base64url'), used, expected.length),
      );
      const needsRehash =
        used.cost !== today.cost ||
        used.blockSize !== today.blockSize ||
        used.parallelization !== today.parallelization;
      return { isRight: timingSafeEqual(expected, actual), needsRehash };
    },
    async spend(password) {
      await withSlot(() => deriveKey(password, Buffer.alloc(saltBytes), today, derivedBytes));
    },
  };
}
