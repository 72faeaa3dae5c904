import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { makeError } from '../../errors.ts';
import type { MasterKey, MasterKeyring } from './master-key.ts';

const formatVersion = 1;
const nonceByteCount = 12;
const tagByteCount = 16;
const headerByteCount = 1 + nonceByteCount + tagByteCount;

/** What the row of a sealed thing keeps. */
export interface SealedBox {
  sealed: Buffer;
  wrappedKey: Buffer;
  masterKeyId: string;
}

/** Whom the secrets belong to: authenticated with them, so a box cannot be moved to another row or version. */
export interface SealContext {
  kind: 'credential' | 'oauth_state' | 'global_variable' | 'erasure_key' | 'user_totp';
  id: number | string;
  version: number;
  /** For messages only, e.g. `the credential "Service desk read-only"`. */
  what: string;
}

/**
 * Envelope encryption: each write of a thing's secrets gets a data key of its own (32 random bytes, AES-256-GCM,
 * associated data = kind, id and seal version), and the data key is wrapped by the master key (AES-256-GCM,
 * associated data = kind, id and master key id). So a rotation of the master key re-wraps 32 bytes a row.
 */
export interface Envelope {
  seal(context: SealContext, secrets: unknown): Promise<SealedBox>;
  /** Throws VAULT_MASTER_KEY_MISSING or VAULT_SEAL_BROKEN. */
  open<T>(context: SealContext, box: SealedBox): Promise<T>;
  /** The data key wrapped by the current master key; `sealed` stays as it is. */
  rewrap(context: SealContext, box: SealedBox): Promise<SealedBox>;
}

export function makeEnvelope(keyring: MasterKeyring): Envelope {
  async function unwrap(context: SealContext, box: SealedBox): Promise<Buffer> {
    const master = await keyring.find(box.masterKeyId);
    if (!master) {
      const available = (await keyring.listIds()).join(', ');
      throw makeError('VAULT_MASTER_KEY_MISSING', {
        what: context.what,
        keyId: box.masterKeyId,
        available,
        source: keyring.source,
      });
    }
    return decrypt(master.key, wrapData(context, master), box.wrappedKey, context);
  }

  async function wrap(context: SealContext, dataKey: Buffer): Promise<Omit<SealedBox, 'sealed'>> {
    const master = await keyring.getCurrent();
    return {
      wrappedKey: encrypt(master.key, wrapData(context, master), dataKey),
      masterKeyId: master.id,
    };
  }

  return {
    async seal(context, secrets) {
      const dataKey = randomBytes(32);
      try {
        const sealed = encrypt(dataKey, sealData(context), Buffer.from(JSON.stringify(secrets), 'utf8'));
        return { sealed, ...(await wrap(context, dataKey)) };
      } finally {
        dataKey.fill(0);
      }
    },
    async open<T>(context: SealContext, box: SealedBox) {
      const dataKey = await unwrap(context, box);
      try {
        return JSON.parse(decrypt(dataKey, sealData(context), box.sealed, context).toString('utf8')) as T;
      } finally {
        dataKey.fill(0);
      }
    },
    async rewrap(context, box) {
      const dataKey = await unwrap(context, box);
      try {
        return { sealed: box.sealed, ...(await wrap(context, dataKey)) };
      } finally {
        dataKey.fill(0);
      }
    },
  };
}

const sealData = (context: SealContext) =>
  Buffer.from(
    JSON.stringify(['muster seal', formatVersion, context.kind, String(context.id), context.version]),
  );

const wrapData = (context: SealContext, master: MasterKey) =>
  Buffer.from(JSON.stringify(['muster wrap', formatVersion, context.kind, String(context.id), master.id]));

/** Layout: format byte, nonce, tag, ciphertext. */
function encrypt(key: Buffer, associated: Buffer, plain: Buffer): Buffer {
  const nonce = randomBytes(nonceByteCount);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagByteCount });
  cipher.setAAD(associated);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from([formatVersion]), nonce, cipher.getAuthTag(), body]);
}

function decrypt(key: Buffer, associated: Buffer, box: Buffer, context: SealContext): Buffer {
  try {
    if (box.length < headerByteCount || box[0] !== formatVersion) throw new Error('not a sealed box');
    const nonce = box.subarray(1, 1 + nonceByteCount);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagByteCount });
    decipher.setAAD(associated);
    decipher.setAuthTag(box.subarray(1 + nonceByteCount, headerByteCount));
    return Buffer.concat([decipher.update(box.subarray(headerByteCount)), decipher.final()]);
  } catch (err) {
    throw makeError('VAULT_SEAL_BROKEN', { what: context.what }, { cause: err });
  }
}
