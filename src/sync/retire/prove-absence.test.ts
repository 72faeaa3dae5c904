import { expect, test } from 'vitest';
import type { StreamDefinition } from '../../connector-kit/index.ts';
import { makeError } from '../../errors.ts';
import type { IntegrationRow } from '../run.ts';
import { type AskedRun, maxAsked, proveAbsence } from './prove-absence.ts';

const presence = { request: { method: 'GET' as const, path: '/record/{{ id }}' }, idPath: 'id' };
const control = 'control';

/** @param has native ids the vendor answers for; an error is what it answers instead. */
async function prove(
  absentCount: number,
  has: readonly string[] | Error,
  change: Partial<AskedRun['setup'] & AskedRun['session']> = {},
) {
  const asked: string[] = [];
  async function* absent() {
    for (let index = 0; index < absentCount; index += 1) yield { sourceId: index, nativeId: `r${index}` };
  }
  const proof = await proveAbsence(
    {
      async *read() {},
      async findPresent({ nativeIds }) {
        asked.push(...nativeIds);
        if (has instanceof Error) throw has;
        return new Set(nativeIds.filter((id) => has.includes(id)));
      },
    },
    {
      setup: {
        integration: {} as IntegrationRow,
        stream: change.stream ?? ({ presence } as unknown as StreamDefinition),
      },
      session: { signal: change.signal ?? new AbortController().signal },
    },
    'records',
    { count: absentCount, records: absent(), control },
  );
  return { proof, asked };
}

test('what the vendor does not find either is gone, when it finds what is there', async () => {
  const { proof, asked } = await prove(3, [control]);
  expect(proof).toEqual({ kind: 'gone', askedCount: 3 });
  expect(asked).toEqual([control, 'r0', 'r1', 'r2']);
});

test('what it still has is named; the others are gone', async () => {
  const { proof } = await prove(3, [control, 'r1']);
  expect(proof).toEqual({ kind: 'partly', present: [{ sourceId: 1, nativeId: 'r1' }] });
});

test('a vendor that does not even find what is there proves nothing: the list alone counts', async () => {
  expect((await prove(3, [])).proof).toEqual({ kind: 'gone', askedCount: 0 });
});

test('of many some are asked for, evenly spread; one that is there makes all of them doubtful', async () => {
  const gone = await prove(maxAsked * 50, [control]);
  expect(gone.proof).toEqual({ kind: 'gone', askedCount: maxAsked });
  const numbers = gone.asked.slice(1).map((id) => Number(id.slice(1)));
  expect(numbers).toEqual(Array.from({ length: maxAsked }, (_item, index) => index * 50));
  const { proof } = await prove(maxAsked * 50, [control, 'r100', 'r150']);
  expect(proof).toEqual({
    kind: 'doubt',
    reason: `of ${maxAsked} asked for one by one the vendor still has 2 (r100, r150), so its list was not complete`,
  });
});

test('a failure proves nothing, and an end from outside goes through', async () => {
  const failure = makeError('CONNECTOR_VENDOR_FAILED', {
    what: 'a single record',
    host: 'vendor.example',
    status: 500,
    requestId: '',
    hint: '',
  });
  expect((await prove(1, failure)).proof).toMatchObject({
    kind: 'doubt',
    reason: expect.stringMatching(/^asking for them one by one failed: .*a single record/),
  });
  const stop = new AbortController();
  stop.abort(new Error('canceled'));
  await expect(prove(1, failure, { signal: stop.signal })).rejects.toBe(failure);
  await expect(prove(1, new Error('a mistake of ours'))).rejects.toThrow('a mistake of ours');
});

test('a stream without single requests, or none absent: nobody is asked', async () => {
  const bare = await prove(2, [control], { stream: {} as StreamDefinition });
  expect(bare).toEqual({ proof: { kind: 'gone', askedCount: 0 }, asked: [] });
  expect((await prove(0, [control])).asked).toEqual([]);
});
