import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const classNames = /@mantine[\\/](\w+)[\\/]esm[\\/].*[\\/](\w+)\.module\.mjs$/;
const wholeSheet = /@mantine[\\/](\w+)[\\/]styles\.css$/;
/** Stand above every component: variables, a reset, and what the whole page shares. */
const base = ['baseline', 'default-css-variables', 'global'];

/**
 * Styles of Mantine go with the components that are used, into the same chunks, instead of one sheet with all of them
 * before the first page. The order stays right: a component's styles follow those of the components it is made of, and
 * ours follow theirs. While developing, the whole sheets are loaded as they are written in main.tsx.
 */
export function mantineStyles(): Plugin {
  return {
    name: 'mantine-styles',
    apply: 'build',
    enforce: 'pre',
    async load(id) {
      const name = wholeSheet.exec(id.split('?')[0] ?? '')?.[1];
      if (name === undefined) return;
      if (name !== 'core') return;
      const folder = join(dirname(id), 'styles');
      return (await Promise.all(base.map((part) => readFile(join(folder, `${part}.css`), 'utf8')))).join(
        '\n',
      );
    },
    transform(code, id) {
      const [, name, component] = classNames.exec(id) ?? [];
      if (name === undefined) return;
      const sheet = name === 'core' ? `@mantine/core/styles/${component}.css` : `@mantine/${name}/styles.css`;
      return { code: `import '${sheet}';\n${code}`, map: null, moduleSideEffects: false };
    },
  };
}
