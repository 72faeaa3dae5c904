/** People: first load, nothing changed, 5 % changed; the floor (bench/floor.ts) in its two ways against Muster. */
import { drawBars } from './draw-bars.ts';
import { type Cost, openStage } from './stage.ts';

export type Measure = Omit<Cost, 'sourceCpuMs'> & { recordsPerSecond: number };
type Step = 'first' | 'unchanged' | 'changed';
const steps: readonly Step[] = ['first', 'unchanged', 'changed'];
const sides = { staging: 'floor_staging', lookup: 'floor_lookup', muster: 'muster_bench' };

export async function benchPeople(count: number) {
  const stage = await openStage(Object.values(sides));
  const source = await stage.startSource<{ token: string }>('source.ts', ['users', String(count)]);
  const muster = await stage.startMuster('users', sides.muster, source.ready.fields);
  const toMeasure = ({ elapsedMs, nodeCpuMs, postgresCpuMs }: Cost): Measure => ({
    elapsedMs,
    recordsPerSecond: (count / elapsedMs) * 1_000,
    nodeCpuMs,
    postgresCpuMs,
  });

  let floorRssMb = 0;
  async function floor(way: 'staging' | 'lookup'): Promise<Measure> {
    const run = await stage.runFloor<{ count: number; elapsedMs: number; maxRssKb: number; cpuMs: number }>(
      'floor.ts',
      { database: sides[way], way, source },
    );
    if (run.result.count !== count) throw new Error(`the floor read ${run.result.count} of ${count} records`);
    if (way === 'staging') floorRssMb = Math.max(floorRssMb, run.peakRssMb);
    return toMeasure(run);
  }
  async function runMuster(expected: Record<string, number>): Promise<Measure> {
    const { counts, ...cost } = await muster.run(source);
    for (const [name, number] of Object.entries(expected))
      if (counts[name] !== number) throw new Error(`${name} is ${counts[name]}, not ${number}`);
    return toMeasure(cost);
  }

  const results: Record<Step, Record<'floor' | 'lookupFloor' | 'muster', Measure>> = {} as never;
  for (const step of steps) {
    if (step === 'changed') await source.ask({ edit: { changePercent: 5 } });
    const staging = await floor('staging');
    const lookupFloor = await floor('lookup');
    const own = await runMuster(
      step === 'first' ? { created: count } : step === 'unchanged' ? { unchanged: count } : { read: count },
    );
    results[step] = { floor: staging, lookupFloor, muster: own };
    console.log(
      `${String(count).padStart(9)} ${step.padEnd(10)} floor ${rate(staging)}  look-up floor ${rate(lookupFloor)}  Muster ${rate(own)}  ratio ${(own.recordsPerSecond / staging.recordsPerSecond).toFixed(2)}  CPU Node ${(own.nodeCpuMs / 1_000).toFixed(1)} s, PostgreSQL ${(own.postgresCpuMs / 1_000).toFixed(1)} s`,
    );
  }
  const peakRssMb = await muster.peakRssMb();
  console.log(
    `${String(count).padStart(9)} peak memory: Muster ${Math.round(peakRssMb)} MB, floor ${Math.round(floorRssMb)} MB`,
  );
  await muster.stop();
  await stage.close();
  return { records: count, results, peakRssMb, floorRssMb };
}

export const drawPeople = (runs: readonly Awaited<ReturnType<typeof benchPeople>>[]) =>
  drawBars(
    'Records per second (higher is better)',
    runs.flatMap((run) =>
      steps.map((step) => ({
        label: `${(run.records / 1_000).toLocaleString('en')}k ${step}`,
        values: (['floor', 'lookupFloor', 'muster'] as const).map(
          (side) => run.results[step][side].recordsPerSecond,
        ),
      })),
    ),
    ['floor', 'look-up floor', 'Muster'],
  );

const rate = (measure: Measure) =>
  `${Math.round(measure.recordsPerSecond).toLocaleString('en').padStart(8)}/s`;
