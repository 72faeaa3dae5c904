import { describe, expect, it } from 'vitest';
import { checkFirstPages, listPageFiles, type Manifest, maxFirstPageBytes } from './first-page.ts';

const manifest: Manifest = {
  'index.html': { file: 'index.js', css: ['start.css'], imports: ['_start.js'] },
  '_start.js': { file: 'start.js', imports: ['_shared.js'] },
  '_shared.js': { file: 'shared.js', css: ['shared.css'], imports: ['_start.js'] },
  'src/list.tsx': { file: 'list.js', imports: ['_shared.js', '_table.js'] },
  '_table.js': { file: 'table.js', css: ['table.css'] },
  'src/other.tsx': { file: 'other.js', imports: ['_table.js', '_heavy.js'] },
  '_heavy.js': { file: 'heavy.js' },
};

describe('the files of a first page', () => {
  it('are those of the entry and of its parts, each once, with all they import', () => {
    expect(listPageFiles(manifest, ['src/list.tsx'], ['index.html']).toSorted()).toEqual(
      [
        'index.html',
        'index.js',
        'list.js',
        'shared.css',
        'shared.js',
        'start.css',
        'start.js',
        'table.css',
        'table.js',
      ].toSorted(),
    );
    expect(listPageFiles(manifest, ['src/list.tsx', 'src/other.tsx'])).toContain('heavy.js');
  });

  it('cannot be counted when the page has moved', () => {
    expect(() => listPageFiles(manifest, ['src/gone.tsx'])).toThrow('"src/gone.tsx"');
  });

  it('may weigh so much and no more; what is too large names its largest files', () => {
    const files = [{ file: 'heavy.js', bytes: maxFirstPageBytes }];
    expect(checkFirstPages([{ name: 'sign-in', bytes: maxFirstPageBytes, files }])).toEqual([]);
    expect(checkFirstPages([{ name: 'sign-in', bytes: maxFirstPageBytes + 1, files }])).toEqual([
      expect.stringMatching(/^sign-in needs 200001 bytes compressed, more than 200000: heavy\.js 200000;/),
    ]);
  });
});
