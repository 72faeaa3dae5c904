/**
 * Devices with their installed software, first load and nothing changed: the floor (bench/installs-floor.ts) in its
 * two layouts against Muster, on the same simulated vendor and the same PostgreSQL in one run.
 */
import { makeInstallsTable } from '../scripts/generators/readme/installs-table.ts';
import { drawBars } from './draw-bars.ts';
import { type Cost, openStage } from './stage.ts';

type Side = 'rowFloor' | 'setFloor' | 'muster';
type Step = 'first' | 'unchanged';
export type InstallMeasure = Cost & { installsPerSecond: number };
const steps: readonly Step[] = ['first', 'unchanged'];
const sides: readonly Side[] = ['rowFloor', 'setFloor', 'muster'];
const databases: Record<Side, string> = {
  rowFloor: 'floor_rows',
  setFloor: 'floor_sets',
  muster: 'muster_bench',
};
/** What must at least be reached of the floor. */
const bars: Record<Step, number> = { first: 0.5, unchanged: 0.9 };
const memoryBar = { mb: 256, growth: 1.2 };
const stepNames: Record<Step, string> = { first: 'first load', unchanged: 'nothing changed' };

interface FloorResult {
  deviceCount: number;
  installCount: number;
  elapsedMs: number;
  maxRssKb: number;
  cpuMs: number;
}

/**
 * Several rounds, each with new databases and processes; of every side and step the quickest counts, because whatever
 * else the machine does only ever makes one slower. Memory is the largest of all rounds.
 */
export async function benchInstalls(options: { devices: number; perDevice: number; rounds: number }) {
  const best = await runRound(options.devices, options.perDevice);
  for (let round = 1; round < options.rounds; round += 1) {
    const { results, peakRssMb, floorRssMb } = await runRound(options.devices, options.perDevice);
    for (const step of steps)
      for (const side of sides)
        if (results[step][side].elapsedMs < best.results[step][side].elapsedMs)
          best.results[step][side] = results[step][side];
    best.peakRssMb = Math.max(best.peakRssMb, peakRssMb);
    best.floorRssMb = Math.max(best.floorRssMb, floorRssMb);
  }
  return { ...best, rounds: options.rounds };
}

/** @param devices devices that have software; those without come on top, as in any tenant. */
async function runRound(devices: number, perDevice: number) {
  const stage = await openStage(Object.values(databases));
  const source = await stage.startSource<{ token: string; deviceCount: number; softwareCount: number }>(
    'source.ts',
    ['devices', String(devices), String(perDevice)],
  );
  const installs = source.ready.softwareCount;
  const muster = await stage.startMuster('devices', databases.muster, source.ready.fields);
  let floorRssMb = 0;

  async function run(side: Side, step: Step): Promise<Cost> {
    await stage.checkpoint();
    if (side === 'muster') {
      const { counts, ...cost } = await muster.run(source);
      assertEqual('installs read by Muster', counts['installsRead'], installs);
      if (step === 'unchanged')
        assertEqual('sets changed by an unchanged load', counts['installsChanged'], 0);
      return cost;
    }
    const { result, peakRssMb, ...cost } = await stage.runFloor<FloorResult>('installs-floor.ts', {
      database: databases[side],
      way: side === 'rowFloor' ? 'rows' : 'sets',
      source,
    });
    assertEqual('installs read by the floor', result.installCount, installs);
    assertEqual('devices read by the floor', result.deviceCount, source.ready.deviceCount);
    floorRssMb = Math.max(floorRssMb, peakRssMb);
    return cost;
  }

  const results: Record<Step, Record<Side, InstallMeasure>> = {} as never;
  const databaseMb: Record<Side, number> = {} as never;
  for (const step of steps) {
    results[step] = {} as never;
    for (const side of sides) {
      const cost = await run(side, step);
      results[step][side] = { ...cost, installsPerSecond: (installs / cost.elapsedMs) * 1_000 };
      databaseMb[side] = await stage.databaseMb(databases[side]);
      console.log(
        `${installs.toLocaleString('en').padStart(11)} installs, ${step.padEnd(9)} ${side.padEnd(8)} ${(cost.elapsedMs / 1_000).toFixed(1).padStart(6)} s  CPU Node ${(cost.nodeCpuMs / 1_000).toFixed(1)} s, PostgreSQL ${(cost.postgresCpuMs / 1_000).toFixed(1)} s, source ${(cost.sourceCpuMs / 1_000).toFixed(1)} s  database ${databaseMb[side].toFixed(0)} MB`,
      );
    }
  }
  const peakRssMb = await muster.peakRssMb();
  await muster.stop();
  await stage.close();
  return { devices, perDevice, installs, results, databaseMb, peakRssMb, floorRssMb };
}

type InstallRun = Awaited<ReturnType<typeof benchInstalls>>;

function assertEqual(what: string, found: number | undefined, expected: number): void {
  if (found !== expected) throw new Error(`${what}: ${found}, not ${expected}`);
}

const ratioOf = (of: Record<Side, InstallMeasure>, floor: Side) =>
  of.muster.installsPerSecond / of[floor].installsPerSecond;

/** As the README shows it, with what the bars say. */
export function tabulateInstalls(runs: readonly InstallRun[]): string {
  return `${makeInstallsTable(runs)}\n${judge(runs).join('\n')}`;
}

/** The bars of the benchmark, each met or missed. */
function judge(runs: readonly InstallRun[]): string[] {
  const say = (what: string, isMet: boolean) => `${isMet ? 'met   ' : 'MISSED'} ${what}`;
  const speed = runs.flatMap((run) =>
    steps.flatMap((step) =>
      (['rowFloor', 'setFloor'] as const).map((floor) => {
        const ratio = ratioOf(run.results[step], floor);
        return say(
          `${run.installs.toLocaleString('en')}, ${stepNames[step]}: ${ratio.toFixed(2)} of the ${floor}, at least ${bars[step]}`,
          ratio >= bars[step],
        );
      }),
    ),
  );
  const peaks = runs.map(({ peakRssMb }) => peakRssMb);
  const growth = Math.max(...peaks) / Math.min(...peaks);
  return [
    ...speed,
    say(
      `peak memory ${Math.round(Math.max(...peaks))} MB, below ${memoryBar.mb} MB`,
      Math.max(...peaks) < memoryBar.mb,
    ),
    ...(runs.length > 1
      ? [
          say(
            `peak memory from size to size × ${growth.toFixed(2)}, at most ${memoryBar.growth}`,
            growth <= memoryBar.growth,
          ),
        ]
      : []),
  ];
}

export const drawInstalls = (runs: readonly InstallRun[]) =>
  drawBars(
    'Installs per second (higher is better)',
    runs.flatMap((run) =>
      steps.map((step) => ({
        label: `${(run.installs / 1_000_000).toLocaleString('en')}M ${step}`,
        values: sides.map((side) => run.results[step][side].installsPerSecond),
      })),
    ),
    ['row floor', 'set floor', 'Muster'],
  );
