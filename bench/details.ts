/**
 * One more request per record (N + 1), a bounded number at a time, under a rate budget: how much of the budget Muster
 * uses, and whether it ever asks for more. Judged by what the source saw.
 */
import { makeDetailsTable } from '../scripts/generators/readme/details-table.ts';
import { detailsBudget } from './details-definition.ts';
import { openStage } from './stage.ts';

interface Report {
  requestCount: number;
  requestsPerSecond: number;
  fullestSecond: number;
  mostRunning: number;
  waitMs: { p50: number; p95: number; most: number };
}
const database = 'muster_bench';
const { requestsPerSecond, burst, maxConcurrent } = detailsBudget;
/** Requests leave evenly and arrive bunched by a few milliseconds. */
const arrivalSlack = 1.02;
/** An answer that lets the budget be the limit, and one so slow that the places are. */
const answerTimesMs = [20, 80];

export async function benchDetails(devices: number) {
  const runs = [];
  for (const answerMs of answerTimesMs) {
    const stage = await openStage([database]);
    const source = await stage.startSource('details-source.ts', [String(devices), String(answerMs)]);
    const muster = await stage.startMuster('details', database, source.ready.fields);
    const askReport = () => source.ask<Report>({ report: { placeCount: maxConcurrent } });
    // What was asked before the session (the check of the credential) is not part of it.
    await askReport();
    const { counts, elapsedMs, nodeCpuMs } = await muster.run(source);
    if (counts['created'] !== devices) throw new Error(`created is ${counts['created']}, not ${devices}`);
    const report = await askReport();
    // Of the places alone: what they can do when an answer takes its time and nothing else.
    const possiblePerSecond = Math.min(requestsPerSecond, (maxConcurrent / answerMs) * 1_000);
    runs.push({
      devices,
      answerMs,
      possiblePerSecond,
      ...report,
      ratio: report.requestsPerSecond / possiblePerSecond,
      elapsedMs,
      nodeCpuMs,
      peakRssMb: await muster.peakRssMb(),
    });
    await muster.stop();
    await stage.close();
  }
  return { budget: detailsBudget, runs };
}

type DetailsResult = Awaited<ReturnType<typeof benchDetails>>;

export function tabulateDetails({ runs }: DetailsResult): string {
  const say = (what: string, isMet: boolean) => `${isMet ? 'met   ' : 'MISSED'} ${what}`;
  const fullest = Math.max(...runs.map((run) => run.fullestSecond));
  const most = Math.max(...runs.map((run) => run.mostRunning));
  return `${makeDetailsTable(runs)}

${say(`never more than ${requestsPerSecond} a second and the burst of ${burst} in any second: ${fullest}`, fullest <= (requestsPerSecond + burst) * arrivalSlack)}
${say(`never more than ${maxConcurrent} at once: ${most}`, most <= maxConcurrent)}`;
}
