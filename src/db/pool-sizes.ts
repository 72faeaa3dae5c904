/** How many connections each kind of work may hold at the same time. */
export interface PoolSizes {
  people: number;
  work: number;
  heartbeats: number;
}

/** Fewer than this would leave one of the pools without room for a transaction and a query beside it. */
export const minConnectionCount = 6;

/** One connection carries all heartbeats of a process: a short statement every few seconds each. */
const heartbeatCount = 1;
/** The queue alone: its jobs and its own upkeep. */
const queueOnlyCount = 2;

/** Shares `maxCount` connections of a process out. Pools take connections only as they need them. */
export function planPoolSizes(maxCount: number, workerCount: number): PoolSizes {
  const shared = Math.max(maxCount, minConnectionCount) - heartbeatCount;
  const work = workerCount === 0 ? queueOnlyCount : Math.ceil(shared / 2);
  return { people: shared - work, work, heartbeats: heartbeatCount };
}
