import { makeMarkdownTable } from './markdown-table.ts';

type Side = 'rowFloor' | 'setFloor' | 'muster';
type Step = 'first' | 'unchanged';

export interface InstallRow {
  devices: number;
  perDevice: number;
  installs: number;
  results: Record<
    Step,
    Record<Side, { installsPerSecond: number; elapsedMs: number; nodeCpuMs: number; postgresCpuMs: number }>
  >;
  peakRssMb: number;
  databaseMb: Record<Side, number>;
}

const stepNames = { first: 'first load', unchanged: 'nothing changed' } as const;
const inThousands = (rate: number) => `${(rate / 1_000).toFixed(0)}k`;
const inSeconds = (ms: number) => (ms / 1_000).toFixed(1);

/** Installs per second of both floors and of Muster, and what it took. */
export function makeInstallsTable(runs: readonly InstallRow[]): string {
  const rows = runs.flatMap(({ devices, perDevice, results }) =>
    (Object.keys(stepNames) as Step[]).map((step) => {
      const { rowFloor, setFloor, muster } = results[step];
      return [
        `${devices.toLocaleString('en')} × ${perDevice}, ${stepNames[step]}`,
        ...[rowFloor, setFloor, muster].map((side) => inThousands(side.installsPerSecond)),
        (muster.installsPerSecond / rowFloor.installsPerSecond).toFixed(2),
        (muster.installsPerSecond / setFloor.installsPerSecond).toFixed(2),
        inSeconds(muster.elapsedMs),
        inSeconds(muster.nodeCpuMs),
        inSeconds(muster.postgresCpuMs),
      ];
    }),
  );
  const sizes = runs.map(
    ({ installs, peakRssMb, databaseMb }) =>
      `${installs.toLocaleString('en')} installs: peak memory of the Muster process ${Math.round(peakRssMb)} MB; database ${Math.round(databaseMb.rowFloor)} MB (row floor), ${Math.round(databaseMb.setFloor)} MB (set floor), ${Math.round(databaseMb.muster)} MB (Muster).`,
  );
  return `${makeMarkdownTable(
    [
      'devices × software, step',
      'row floor /s',
      'set floor /s',
      'Muster /s',
      'to rows',
      'to sets',
      'Muster, s',
      'CPU Muster, s',
      'CPU PostgreSQL, s',
    ],
    rows,
    (column) => column > 0,
  )}

${sizes.join('\n')}`;
}
