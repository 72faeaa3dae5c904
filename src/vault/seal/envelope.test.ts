import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counts } from '../../../test/helpers/counts.ts';
import { makeEnvelope, type SealContext } from './envelope.ts';
import { type MasterKey, type MasterKeyring, makeMasterKeyId } from './master-key.ts';

const makeKey = (): MasterKey => {
  const key = randomBytes(32);
  return { id: makeMasterKeyId(key), key };
};

const makeKeyring = (...keys: MasterKey[]): MasterKeyring => ({
  source: 'the test',
  getCurrent: async () => keys[0] as MasterKey,
  find: async (id) => keys.find((key) => key.id === id),
  listIds: async () => keys.map((key) => key.id),
  addKey: async () => undefined,
  deleteKeys: async () => {},
});

const context: SealContext = { kind: 'credential', id: 7, version: 3, what: 'the credential "Acme"' };
const secrets = { fields: { clientSecret: 'very-secret' } };

describe('envelope', () => {
  it('opens what it sealed, whatever it is', async () => {
    const envelope = makeEnvelope(makeKeyring(makeKey()));
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        expect(await envelope.open(context, await envelope.seal(context, value))).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
      { numRuns: counts(15, 250) },
    );
  });

  it('uses a new data key and nonce for each write, and shows nothing of the secret', async () => {
    const envelope = makeEnvelope(makeKeyring(makeKey()));
    const [a, b] = [await envelope.seal(context, secrets), await envelope.seal(context, secrets)];
    expect(a.sealed.equals(b.sealed)).toBe(false);
    expect(a.wrappedKey.equals(b.wrappedKey)).toBe(false);
    expect(a.sealed.includes('very-secret')).toBe(false);
  });

  it.each([
    ['another credential', { ...context, id: 8 }],
    ['an older version', { ...context, version: 2 }],
    ['another kind', { ...context, kind: 'global_variable' as const }],
  ])('refuses a box that belongs to %s', async (_, other) => {
    const envelope = makeEnvelope(makeKeyring(makeKey()));
    const box = await envelope.seal(context, secrets);
    await expect(envelope.open(other, box)).rejects.toMatchObject({ code: 'VAULT_SEAL_BROKEN' });
  });

  it('notices every changed byte and every cut', async () => {
    const envelope = makeEnvelope(makeKeyring(makeKey()));
    const box = await envelope.seal(context, secrets);
    for (const part of ['sealed', 'wrappedKey'] as const) {
      for (let at = 0; at < box[part].length; at += 1) {
        const changed = Buffer.from(box[part]);
        changed[at] = (changed[at] as number) ^ 1;
        await expect(envelope.open(context, { ...box, [part]: changed })).rejects.toMatchObject({
          code: 'VAULT_SEAL_BROKEN',
        });
      }
      const cut = box[part].subarray(0, box[part].length - 1);
      await expect(envelope.open(context, { ...box, [part]: cut })).rejects.toMatchObject({
        code: 'VAULT_SEAL_BROKEN',
      });
    }
  });

  it('names both keys when the master key is another one', async () => {
    const [lost, present] = [makeKey(), makeKey()];
    const box = await makeEnvelope(makeKeyring(lost)).seal(context, secrets);
    const attempt = makeEnvelope(makeKeyring(present)).open(context, box);
    await expect(attempt).rejects.toMatchObject({
      code: 'VAULT_MASTER_KEY_MISSING',
      message: expect.stringContaining(lost.id),
    });
    await expect(attempt).rejects.toThrow(present.id);
    await expect(attempt).rejects.toThrow('the credential "Acme"');
  });

  it('re-wraps for a new master key without touching what is sealed; the old key opens until then', async () => {
    const [old, next] = [makeKey(), makeKey()];
    const box = await makeEnvelope(makeKeyring(old)).seal(context, secrets);
    const both = makeEnvelope(makeKeyring(next, old));
    expect(await both.open(context, box)).toEqual(secrets);
    const rewrapped = await both.rewrap(context, box);
    expect(rewrapped.sealed).toBe(box.sealed);
    expect(rewrapped.masterKeyId).toBe(next.id);
    expect(await makeEnvelope(makeKeyring(next)).open(context, rewrapped)).toEqual(secrets);
  });
});
