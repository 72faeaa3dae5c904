import { makeMarkdownTable } from './markdown-table.ts';

interface Measure {
  recordsPerSecond: number;
  nodeCpuMs: number;
  postgresCpuMs: number;
}

/** What bench/run.ts writes. */
export interface BenchResults {
  machine: { cpu: string; coreCount: number; memoryGb: number; node: string; postgres: string };
  runs: {
    records: number;
    results: Record<'first' | 'unchanged' | 'changed', Record<'floor' | 'lookupFloor' | 'muster', Measure>>;
    peakRssMb: number;
  }[];
}

const stepNames = { first: 'first load', unchanged: 'nothing changed', changed: '5 % changed' } as const;
const inThousands = (rate: number) => `${(rate / 1_000).toFixed(1)}k`;
const inSeconds = (ms: number) => (ms / 1_000).toFixed(1);

export function makeBenchTable({ machine, runs }: BenchResults): string {
  const rows = runs.flatMap(({ records, results }) =>
    (Object.keys(stepNames) as (keyof typeof stepNames)[]).map((step) => {
      const { floor, lookupFloor, muster } = results[step];
      return [
        `${records.toLocaleString('en')}, ${stepNames[step]}`,
        inThousands(floor.recordsPerSecond),
        inThousands(lookupFloor.recordsPerSecond),
        inThousands(muster.recordsPerSecond),
        (muster.recordsPerSecond / floor.recordsPerSecond).toFixed(2),
        inSeconds(muster.nodeCpuMs),
        inSeconds(muster.postgresCpuMs),
      ];
    }),
  );
  const peaks = runs.map(
    ({ records, peakRssMb }) => `${Math.round(peakRssMb)} MB at ${records.toLocaleString('en')}`,
  );
  return `${makeMarkdownTable(
    [
      'users, step',
      'floor /s',
      'look-up floor /s',
      'Muster /s',
      'ratio',
      'CPU Muster, s',
      'CPU PostgreSQL, s',
    ],
    rows,
    (column) => column > 0,
  )}

Peak memory of the Muster process: ${peaks.join(', ')}. Measured on ${machine.coreCount} cores of an ${machine.cpu.replaceAll('(R)', '')}
with ${machine.memoryGb} GB, Node ${machine.node.replace('v', '')}, PostgreSQL ${machine.postgres}.`;
}
