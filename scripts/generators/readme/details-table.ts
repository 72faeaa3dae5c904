import { makeMarkdownTable } from './markdown-table.ts';

export interface DetailsRun {
  answerMs: number;
  requestCount: number;
  possiblePerSecond: number;
  requestsPerSecond: number;
  ratio: number;
  fullestSecond: number;
  mostRunning: number;
  waitMs: { p50: number; p95: number };
}

/** How much of a rate budget a request for every record uses, as its vendor saw it. */
export function makeDetailsTable(runs: readonly DetailsRun[]): string {
  return makeMarkdownTable(
    [
      'answer takes, ms',
      'requests',
      'possible /s',
      'reached /s',
      'ratio',
      'fullest second',
      'at once',
      'wait p50, ms',
      'wait p95, ms',
    ],
    runs.map((run) => [
      String(run.answerMs),
      run.requestCount.toLocaleString('en'),
      run.possiblePerSecond.toFixed(0),
      run.requestsPerSecond.toFixed(1),
      run.ratio.toFixed(2),
      String(run.fullestSecond),
      String(run.mostRunning),
      run.waitMs.p50.toFixed(1),
      run.waitMs.p95.toFixed(1),
    ]),
    () => true,
  );
}
