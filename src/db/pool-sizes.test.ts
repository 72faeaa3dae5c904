import { expect, test } from 'vitest';
import { minConnectionCount, planPoolSizes } from './pool-sizes.ts';

test('the pools together hold exactly what was allowed, and each can do a query beside a transaction', () => {
  for (let maxCount = minConnectionCount; maxCount < 60; maxCount += 1) {
    for (const workerCount of [0, 1, 8]) {
      const { people, work, heartbeats } = planPoolSizes(maxCount, workerCount);
      expect(people + work + heartbeats).toBe(maxCount);
      expect(Math.min(people, work)).toBeGreaterThanOrEqual(2);
      expect(heartbeats).toBe(1);
    }
  }
});

test('a process without workers keeps its connections for people', () => {
  expect(planPoolSizes(16, 0)).toEqual({ people: 13, work: 2, heartbeats: 1 });
  expect(planPoolSizes(16, 2)).toEqual({ people: 7, work: 8, heartbeats: 1 });
});
