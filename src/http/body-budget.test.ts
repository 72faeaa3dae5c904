import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertBodyBudget, maxBodyDepth, maxBodyParts } from './body-budget.ts';

const codeOf = (text: string) => {
  try {
    assertBodyBudget(text);
    return 'none';
  } catch (err) {
    return (err as { code?: string }).code;
  }
};

describe('the budget of a body', () => {
  test.each([
    ['as deep as may be', `${'['.repeat(maxBodyDepth)}${']'.repeat(maxBodyDepth)}`, 'none'],
    ['deeper', `${'['.repeat(maxBodyDepth + 1)}${']'.repeat(maxBodyDepth + 1)}`, 'API_BODY_TOO_COMPLEX'],
    ['a million deep and cut short', '{"a":'.repeat(1_000_000), 'API_BODY_TOO_COMPLEX'],
    ['as many items as may be', `[${'1,'.repeat(maxBodyParts)}1]`, 'none'],
    ['more', `[${'1,'.repeat(maxBodyParts + 1)}1]`, 'API_BODY_TOO_COMPLEX'],
    ['all of it inside a text', JSON.stringify({ a: `${'[{,"\\'.repeat(100_000)}` }), 'none'],
    ['a text that is not closed', `"${'[,'.repeat(100_000)}`, 'none'],
    ['backslashes before the end', `["\\\\",${'1,'.repeat(maxBodyParts)}1]`, 'API_BODY_TOO_COMPLEX'],
  ])('%s', (_name, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  test('small bodies pass, whatever is in them', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        expect(codeOf(text)).toBe('none');
      }),
    );
  });
});
