import { expect, test } from 'vitest';
import { readConnectorFile, subjects } from './helpers/subjects.ts';

const wanted = ['Set-up', 'Scopes', 'Streams', 'Limits', 'Known gaps'];

test.each(subjects)('%s: the README has its headings, steps, scopes and streams', (id, definition) => {
  const text = readConnectorFile(id, 'README.md');
  expect(text.split('\n')[0]).toBe(`# ${definition.name}`);
  expect([...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(wanted);
  expect(text).toMatch(/^## Set-up\n+1\. /m);
  for (const { name } of definition.streams) expect(text).toContain(name);
  for (const method of definition.auth) {
    if (method.kind === 'oauth2')
      for (const scope of method.scopes) expect(text).toContain(`\`${scope.name}\``);
  }
});
