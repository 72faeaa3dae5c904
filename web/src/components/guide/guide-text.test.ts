import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { GuideText } from './guide-text.tsx';

const render = (markdown: string) => renderToStaticMarkup(createElement(GuideText, { markdown }));

describe('GuideText', () => {
  it('leaves out the title and puts the headings below the one of the section', () => {
    const html = render('# NinjaOne MSP\n\nUsers.\n\n## Set-up\n\n### Client\n\n1. Sign in.\n2. Add.\n');
    expect(html).not.toContain('NinjaOne');
    expect(html).not.toMatch(/<h[12]/);
    expect(html).toContain('<h3>Set-up</h3>');
    expect(html).toContain('<h4>Client</h4>');
    expect(html).toContain('<li>Sign in.</li>');
  });

  it('shows tables', () => {
    expect(render('| scope | why |\n| --- | --- |\n| `read` | to read |')).toMatch(/<td><code>read<\/code>/);
  });

  it('opens links in a window of their own that knows nothing of this one', () => {
    const html = render('[Vendor](https://example.com/docs) and https://example.org');
    expect(html).toContain(
      '<a href="https://example.com/docs" target="_blank" rel="noopener noreferrer">Vendor</a>',
    );
    expect(html).toContain('href="https://example.org"');
  });

  it.each([
    ['a script', '<script>alert(1)</script>', /<script/],
    ['an element with a handler', 'x <img src=x onerror=alert(1)>', /<img/],
    ['a script as an address', '[x](javascript:alert(1))', /href/],
    ['data as an address', '[x](data:text/html,hello)', /href/],
    ['a path of the repository', '[x](../../src/main.ts)', /href/],
    ['a picture from elsewhere', '![Console](https://example.com/x.png)', /<img|src=/],
  ])('shows %s as text', (_, markdown, banned) => {
    expect(render(markdown)).not.toMatch(banned);
  });
});
