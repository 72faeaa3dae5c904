import { dirname, join, normalize } from 'node:path/posix';

const folders = 'src|test|scripts|connectors|conformance|bench|web|docs|\\.ci';
const extensions = 'ts|tsx|mjs|cjs|js|md|sql|json|yaml|png|svg|txt';

/** What a text names: whole paths (of files, or folders with `/` at their end), and names of files alone. */
export function findNamedFiles(text: string): { paths: string[]; names: string[] } {
  // A path with a placeholder, `connectors/<id>/definition.ts` or `docs/*.md`, names a pattern and no file.
  const words = text.match(/[\w./<>*{}$-]+/g) ?? [];
  const plain = words.filter((word) => !/[<>*{}$]/.test(word)).map((word) => word.replace(/\.+$/, ''));
  const isFile = new RegExp(`^[\\w.-]+\\.(${extensions})$`);
  return {
    paths: plain.filter((word) =>
      new RegExp(`^(${folders})/([\\w./-]*\\.(${extensions})|[\\w./-]*/)$`).test(word),
    ),
    names: plain.filter((word) => isFile.test(word) && /\.(ts|tsx|mjs|cjs)$/.test(word)),
  };
}

/** Targets of the links and pictures of a Markdown file, relative to the root; addresses of the web are left out. */
export function findLinks(path: string, text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => normalize(join(dirname(path), target)));
}

/** Returns one sentence for each file that the text names and that is not there. */
export function findMissing(path: string, text: string, files: readonly string[]): string[] {
  const isThere = (wanted: string) => {
    const plain = wanted.replace(/\/$/, '');
    return files.some((file) => file === plain || file.startsWith(`${plain}/`));
  };
  const { paths, names } = findNamedFiles(text);
  const known = new Set(files.map((file) => file.slice(file.lastIndexOf('/') + 1)));
  const missing = [
    ...[...paths, ...findLinks(path, text)].filter((wanted) => !isThere(wanted)),
    ...names.filter((name) => !known.has(name)),
  ];
  return [...new Set(missing)].map((wanted) => `${path} names ${wanted}, which is not there`);
}
