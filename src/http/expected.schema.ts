import { z } from 'zod';
import type { Expected } from '../model/assert-unchanged.ts';

const expectedSchema = z
  .record(z.string(), z.unknown())
  .optional()
  .describe(
    'Fields as they were read: when one of them is another by now, and not what is sent, nothing is saved and API_CHANGED_MEANWHILE names it with its present value.',
  );

/** The body of a change that may say what it changes from: every PATCH has one. */
export function withExpected<Shape extends z.ZodRawShape, Config extends z.core.$ZodObjectConfig>(
  body: z.ZodObject<Shape, Config>,
) {
  return body.extend({ expected: expectedSchema });
}

/** What is changed, and what from. */
export function splitExpected<Body extends { expected?: Expected | undefined }>(
  body: Body,
): [change: Omit<Body, 'expected'>, expected: Expected | undefined] {
  const { expected, ...change } = body;
  return [change, expected];
}
