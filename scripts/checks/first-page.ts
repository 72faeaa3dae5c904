import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What may come over the network before a page of the interface stands, compressed as browsers take it: its address,
 * scripts and styles. The type is not among it: text stands in another one until it has come.
 */
export const maxFirstPageBytes = 200_000;

/** Pages somebody begins with, by the files their parts are loaded from. */
export const firstPages = {
  'sign-in': ['src/features/access/components/sign-in-page.tsx'],
  'the list of people': ['src/app/shell.tsx', 'src/features/records/components/records-page.tsx'],
} as const;

/** A part of the build as Vite's manifest names it; `imports` are loaded with it, `css` too. */
export interface ManifestChunk {
  file: string;
  css?: string[];
  assets?: string[];
  imports?: string[];
}
export type Manifest = Record<string, ManifestChunk>;

/** Files that a browser loads for the entry and these parts, beside `others`. Pure, for its test. */
export function listPageFiles(
  manifest: Manifest,
  parts: readonly string[],
  others: readonly string[] = [],
): string[] {
  const files = new Set(others);
  const seen = new Set<string>();
  const add = (key: string): void => {
    if (seen.has(key)) return;
    seen.add(key);
    const chunk = manifest[key];
    if (!chunk) throw new Error(`the build has no part "${key}"; is the page still loaded by that file?`);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const imported of chunk.imports ?? []) add(imported);
  };
  for (const part of ['index.html', ...parts]) add(part);
  return [...files];
}

export interface FirstPage {
  name: string;
  bytes: number;
  /** Of the Latin part of the type, which comes besides; browsers load the others where their letters stand on the page. */
  fontBytes: number;
  /** Largest first. */
  files: { file: string; bytes: number }[];
}

/** Counts what a browser that takes brotli loads for each first page of the build in `webDist`. */
export function countFirstPages(webDist: string): FirstPage[] {
  const manifest = JSON.parse(readFileSync(join(webDist, '.vite/manifest.json'), 'utf8')) as Manifest;
  const sizeOf = (file: string): number => {
    const path = join(webDist, file);
    return statSync(existsSync(`${path}.br`) ? `${path}.br` : path).size;
  };
  const add = (sum: number, bytes: number) => sum + bytes;
  const fontBytes = Object.values(manifest)
    .filter(({ file }) => /-latin-wght-normal-[\w-]+\.woff2$/.test(file))
    .map(({ file }) => sizeOf(file))
    .reduce(add, 0);
  return Object.entries(firstPages).map(([name, parts]) => {
    const files = listPageFiles(manifest, parts, ['index.html', 'color-scheme.js', 'favicon.svg'])
      .map((file) => ({ file, bytes: sizeOf(file) }))
      .toSorted((left, right) => right.bytes - left.bytes);
    return { name, files, fontBytes, bytes: files.map(({ bytes }) => bytes).reduce(add, 0) };
  });
}

/** One sentence for each first page that has grown too large. */
export function checkFirstPages(pages: readonly Pick<FirstPage, 'name' | 'bytes' | 'files'>[]): string[] {
  return pages
    .filter(({ bytes }) => bytes > maxFirstPageBytes)
    .map(({ name, bytes, files }) => {
      const largest = files.slice(0, 8).map((part) => `${part.file} ${part.bytes}`);
      return `${name} needs ${bytes} bytes compressed, more than ${maxFirstPageBytes}: ${largest.join(', ')}; load what it does not show at once with import()`;
    });
}

/** What the step of `npm test` says of itself. */
export const describeFirstPages = (pages: readonly FirstPage[]): string =>
  pages
    .map(
      ({ name, bytes, fontBytes, files }) =>
        `${name} ${Math.round(bytes / 1_000)} kB in ${files.length} files (and ${Math.round(fontBytes / 1_000)} kB of type)`,
    )
    .join(', ');
