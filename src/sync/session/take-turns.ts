import { setImmediate as nextTurn } from 'node:timers/promises';
import { readSpentWork } from '../../templates/work.ts';

/** Work of templates after which others get a turn: some milliseconds. */
const workPerTurn = 500_000;

export interface Turns {
  /** To be called after every record: requests and heartbeats go on between two expensive ones. */
  isOver(): boolean;
  next(): Promise<void>;
}

/** Counts the work of templates, since a batch of a thousand records may hold a thousand times what one may cost. */
export function makeTurns(): Turns {
  let begunAt = readSpentWork();
  return {
    isOver: () => readSpentWork() - begunAt > workPerTurn,
    async next() {
      await nextTurn();
      begunAt = readSpentWork();
    },
  };
}
