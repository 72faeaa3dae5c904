import { dirname, join } from 'node:path';

/** What the bundler tells of a module once all are read. */
interface Modules {
  getModuleInfo(id: string): { importedIds: readonly string[]; code: string | null } | null;
}

const entry = '/src/main.tsx';
const signIn = '/src/features/access/components/sign-in-page.tsx';
/** Every page stands in the frame, and most are lists: what these need is loaded together. */
const frameParts = ['/src/app/shell.tsx', '/src/features/records/components/records-page.tsx'];

/**
 * Gives a module its chunk: libraries that rarely change (`react`), what every page needs (`start`), what the frame and
 * a list need beside it (`frame`), and of that what signing in needs as well (`inputs`). Null leaves it to the bundler, which puts it with the pages that use it.
 */
export function makeGroupOf(root: string): (id: string, modules: Modules) => string | null {
  let groups: Record<'start' | 'signIn' | 'frame', Set<string>> | undefined;
  // What is imported by itself keeps a chunk of its own, however small.
  const heads = [entry, signIn, ...frameParts].map((part) => root + part);
  return (id, modules) => {
    groups ??= {
      start: collect(heads.slice(0, 1), modules),
      signIn: collect(heads.slice(1, 2), modules),
      frame: collect(heads.slice(2), modules),
    };
    if (heads.includes(id)) return null;
    if (groups.start.has(id))
      return /node_modules[\\/](react|react-dom|scheduler|use-sync-external-store|@tanstack)[\\/]/.test(id)
        ? 'react'
        : 'start';
    if (!groups.frame.has(id)) return null;
    return groups.signIn.has(id) ? 'inputs' : 'frame';
  };
}

function collect(starts: readonly string[], modules: Modules): Set<string> {
  const found = new Set<string>();
  const waiting = [...starts];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    waiting.push(...listImports(id, modules));
  }
  return found;
}

/** Packages whose one entry names every component: whoever imports from them needs what is named, not all of it. */
const collections =
  /[\\/]node_modules[\\/](@mantine[\\/]\w+|@tabler[\\/]icons-react)[\\/](?:dist[\\/])?esm[\\/](?:index|tabler-icons-react)\.mjs$/;

function listImports(id: string, modules: Modules): string[] {
  const { importedIds, code } = modules.getModuleInfo(id) ?? { importedIds: [], code: null };
  return importedIds.flatMap((imported) => {
    const name = collections.exec(imported)?.[1];
    if (name === undefined || collections.test(id)) return [imported];
    const places = findPlaces(imported, modules.getModuleInfo(imported)?.code ?? '');
    return listNames(code ?? '', name.replace('\\', '/')).flatMap((wanted) => places.get(wanted) ?? []);
  });
}

/** Names a module imports from a package. */
function listNames(code: string, name: string): string[] {
  return [...code.matchAll(/import\s*\{([^}]*)\}\s*from\s*["']([^"']+)["']/g)]
    .filter(([, , source]) => source === name)
    .flatMap(([, names = '']) => names.split(','))
    .map((wanted) => wanted.trim().split(/\s+as\s+/)[0] ?? '');
}

/** Where the entry of a collection has each name from. */
function findPlaces(id: string, code: string): Map<string, string> {
  const places = new Map<string, string>();
  for (const [, names = '', path = ''] of code.matchAll(
    /(?:import|export)\s*\{([^}]*)\}\s*from\s*["'](\.[^"']+)["']/g,
  ))
    for (const name of names.split(',')) {
      const words = name.trim().split(/\s+as\s+/);
      places.set(words.at(-1) ?? '', join(dirname(id), path));
    }
  return places;
}
