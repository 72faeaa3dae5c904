import { describe, expect, test } from 'vitest';
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
  change: Partial<AskedRun['setup'] & AskedRun['session'] & { isCounted: boolean; control: undefined }> = {},
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
      progress: { doubts: change.isCounted ? { records: { isCounted: true } } : {} },
    },
    'records',
    { count: absentCount, records: absent(), control: 'control' in change ? undefined : control },
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
  expect(proof).toEqual({ kind: 'partly', present: [{ sourceId: 1, nativeId: 'r1' }], unasked: [] });
});

test('a vendor that does not even find what is there proves nothing', async () => {
  expect((await prove(3, [])).proof).toEqual({
    kind: 'doubt',
    reason:
      'asked for one by one, the vendor does not find control either, which is in its list, so its answers prove nothing',
  });
});

test('where nothing is known to be there, what is found all the same is not gone', async () => {
  const none = { control: undefined };
  expect((await prove(2, [], none)).proof).toEqual({ kind: 'gone', askedCount: 2 });
  expect((await prove(2, ['r0'], none)).proof).toMatchObject({
    kind: 'partly',
    present: [{ nativeId: 'r0' }],
  });
});

describe('of a list whose pages are counted', () => {
  const isCounted = true;

  test('only what was asked for is gone; the others wait', async () => {
    expect((await prove(3, [control], { isCounted })).proof).toEqual({ kind: 'gone', askedCount: 3 });
    const { proof, asked } = await prove(maxAsked + 100, [control, 'r3'], { isCounted });
    expect(asked).toHaveLength(maxAsked + 1);
    expect(proof).toMatchObject({ kind: 'partly', present: [{ nativeId: 'r3' }] });
    expect(proof.kind === 'partly' && proof.unasked).toHaveLength(100);
  });

  test('without a record to try with nothing is gone', async () => {
    expect((await prove(3, [], { isCounted, control: undefined })).proof).toMatchObject({ kind: 'doubt' });
  });

  test('a vendor that keeps the list as it was at the first page is believed', async () => {
    const stream = { presence, absence: 'snapshot' } as unknown as StreamDefinition;
    const { proof } = await prove(maxAsked * 2, [control], { isCounted, stream });
    expect(proof).toEqual({ kind: 'gone', askedCount: maxAsked });
  });
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
