import { expect, test } from 'vitest';
import { subjects } from './helpers/subjects.ts';

test.each(subjects)(
  '%s: every form field has a title and a help that says more than the title',
  (_id, definition) => {
    for (const field of [...definition.settings, ...definition.auth.flatMap(({ fields }) => fields)]) {
      expect(field.title.trim(), field.key).not.toBe('');
      expect(field.help.trim().length, `help of ${field.key}`).toBeGreaterThan(field.title.length);
      if (field.pattern) expect(field.patternHelp, `patternHelp of ${field.key}`).toBeTypeOf('string');
    }
  },
);

test.each(subjects)('%s: whatever looks like a secret is one', (_id, definition) => {
  for (const field of definition.auth.flatMap(({ fields }) => fields)) {
    if (/secret|password|passphrase|token|private|apikey/i.test(field.key))
      expect(field.isSecret, field.key).toBe(true);
  }
});

test.each(subjects)('%s: every scope has a reason', (_id, definition) => {
  for (const method of definition.auth) {
    if (method.kind !== 'oauth2') continue;
    for (const scope of method.scopes) expect(scope.reason.length, scope.name).toBeGreaterThan(10);
  }
});
