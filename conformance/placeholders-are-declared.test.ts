import { expect, test } from 'vitest';
import { checkTemplates } from '../src/connector-kit/index.ts';
import { subjects } from './helpers/subjects.ts';

test.each(subjects)('%s: every placeholder names something that is there', (_id, definition) => {
  const problems: string[] = [];
  checkTemplates(definition, (path, problem) => problems.push(`${path}: ${problem}`));
  expect(problems).toEqual([]);
});
