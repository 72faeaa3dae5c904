import { expect, test } from 'vitest';
import { userStream } from './user-stream.ts';

test('whoever has no session today is not gone: absence of people concludes nothing', () => {
  expect(userStream).toMatchObject({ absence: 'never' });
  expect(userStream.presence).toBeUndefined();
});
