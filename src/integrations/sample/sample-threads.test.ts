import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { makeMemoryLog } from '../../../test/helpers/silent-log.ts';
import { makeSystemClock } from '../../clock.ts';
import type { Field } from '../../model/objects.ts';
import type { PreviewInput, SampleTask } from './sample-tasks.ts';
import { makeSampleThreads, type SampleThreads, type SampleThreadsOptions } from './sample-threads.ts';

const log = makeMemoryLog();
const clock = makeSystemClock();
let threads: SampleThreads | undefined;
const open = (options: Partial<SampleThreadsOptions> = {}) => {
  threads = makeSampleThreads({ clock, log, timeLimitMs: 120_000, ...options });
  return threads;
};
afterEach(() => threads?.close());

const field = { name: 'fullName', label: 'Full name', type: 'short_text' } as Field;
const stream = {
  fields: [],
  noValues: [],
  nativeIdPath: 'id',
  suggestedMapping: [],
} as PreviewInput['stream'];
const previewOf = (path: string, records: unknown[]) => ({
  kind: 'preview' as const,
  input: {
    text: JSON.stringify(records),
    stream,
    fields: [field],
    mapping: {
      rows: [{ target: 'fullName', source: { kind: 'path' as const, path }, writeRule: 'always' as const }],
    },
    globals: {},
    tenant: undefined,
    syncTime: new Date(0),
  },
});
const describing: SampleTask & { kind: 'describe' } = {
  kind: 'describe',
  input: { text: '[{"id":1}]', stream },
};
/** A thread that is busy for ever. */
const stuck = () =>
  new Worker('require("node:worker_threads").parentPort.on("message", () => { for (;;); })', { eval: true });

describe('threads for samples', () => {
  test('describe a sample and preview a mapping as the main thread would', async () => {
    const { run } = open();
    expect(await run(describing)).toMatchObject({
      records: [{ id: 1 }],
      fields: [{ path: 'connectorSyncTime' }, { path: 'id' }],
    });
    expect(await run(previewOf('{{ name | upper }}', [{ id: 1, name: 'ann' }]))).toMatchObject({
      records: [{ mapped: { fullName: 'ANN' }, isSelected: true }],
    });
  });

  test('an error of the catalog comes back as one', async () => {
    await expect(open().run(previewOf('{{ name | nothing }}', [{}]))).rejects.toMatchObject({
      code: 'MAPPING_SOURCE_INVALID',
      field: 'fullName',
    });
  });

  test('expressions beyond their budget are an issue of their field', async () => {
    const { records } = await open().run(previewOf('{{ name | title }}', [{ name: 'a b '.repeat(200_000) }]));
    expect(records[0]?.issues[0]?.message).toContain('was stopped');
  });

  test('records nested too deeply for an answer are shown as far as anybody reads', async () => {
    const text = `[${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}]`;
    const { records } = await open().run({ kind: 'describe', input: { text, stream } });
    const shown = JSON.stringify(records);
    expect(shown.length).toBeLessThan(1_000);
    expect(shown).toContain('…');
  });

  test('a task that does not end is ended with its thread, and the next one gets another', async () => {
    let startedCount = 0;
    const { run } = open({
      timeLimitMs: 200,
      threadCount: 1,
      startThread: () => {
        startedCount += 1;
        return stuck();
      },
    });
    await expect(run(describing)).rejects.toMatchObject({ code: 'MAPPING_PREVIEW_TIMEOUT' });
    await expect(run(describing)).rejects.toMatchObject({ code: 'MAPPING_PREVIEW_TIMEOUT' });
    expect(startedCount).toBe(2);
  });

  test('a few run, a few wait, the others are told to come again', async () => {
    let startedCount = 0;
    const { run, close } = open({
      threadCount: 2,
      queueLimit: 3,
      startThread: () => {
        startedCount += 1;
        return stuck();
      },
    });
    const codes: string[] = [];
    const all = Array.from({ length: 7 }, () =>
      run(describing).catch((err: { code?: string }) => codes.push(err.code ?? 'none')),
    );
    await expect.poll(() => codes).toEqual(['MAPPING_PREVIEW_BUSY', 'MAPPING_PREVIEW_BUSY']);
    expect(startedCount).toBe(2);
    await close();
    await Promise.all(all);
  });
});
