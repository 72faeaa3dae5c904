/**
 * A vendor with details per device that writes down when each request came and was answered.
 * Usage: node bench/details-source.ts <devices> <milliseconds an answer takes>
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const [count = 0, answerMs = 0] = process.argv.slice(2).map(Number);
const softwarePerDevice = 20;
const windowMs = 1_000;

/** In the order in which they happened; list pages count as requests, too. */
const arrivals: number[] = [];
const ends: number[] = [];
let runningCount = 0;
let mostRunning = 0;

const makeDevice = (id: number) => ({ id, name: `PC-${id}`, serial: `SN-${id}` });
const makeSoftware = (id: number) =>
  Array.from({ length: softwarePerDevice }, (_item, at) => ({
    name: `Product ${(id + at) % 300}`,
    version: `${1 + (id % 3)}.0`,
    publisher: 'Example Ltd',
  }));

function answer(url: URL): unknown {
  const id = /^\/devices\/(\d+)$/.exec(url.pathname)?.[1];
  if (id !== undefined) return { id: Number(id), software: makeSoftware(Number(id)) };
  const after = Number(url.searchParams.get('after') ?? 0);
  const length = Math.max(0, Math.min(Number(url.searchParams.get('size')), count - after));
  return Array.from({ length }, (_item, at) => makeDevice(after + 1 + at));
}

const server = createServer((request, response) => {
  arrivals.push(performance.now());
  runningCount += 1;
  mostRunning = Math.max(mostRunning, runningCount);
  setTimeout(() => {
    runningCount -= 1;
    ends.push(performance.now());
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer(new URL(request.url ?? '/', 'http://source'))));
  }, answerMs);
});

/** The most requests that began within any second. */
function findFullestWindow(): number {
  let [most, first] = [0, 0];
  for (const [index, at] of arrivals.entries()) {
    while (at - (arrivals[first] as number) >= windowMs) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

/** How long a free place stayed free: request number n takes the place that the answer n - places gave back. */
function findWaits(placeCount: number): number[] {
  return arrivals
    .slice(placeCount)
    .map((at, index) => at - (ends[index] as number))
    .sort((left, right) => left - right);
}

process.on('message', ({ report }: { report?: { placeCount: number } }) => {
  if (!report) return;
  const waits = findWaits(report.placeCount);
  const quantile = (share: number) =>
    waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0;
  const spanMs = (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0);
  process.send?.({
    requestCount: arrivals.length,
    requestsPerSecond: ((arrivals.length - 1) / spanMs) * 1_000,
    fullestSecond: findFullestWindow(),
    mostRunning,
    waitMs: { p50: quantile(0.5), p95: quantile(0.95), most: waits.at(-1) ?? 0 },
  });
  arrivals.length = 0;
  ends.length = 0;
  mostRunning = 0;
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({
    url: `http://127.0.0.1:${port}`,
    fields: { url: `http://127.0.0.1:${port}`, key: 'bench' },
  });
});
