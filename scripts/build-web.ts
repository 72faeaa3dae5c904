import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './checks/source-files.ts';
import { runProgram } from './steps.ts';

/** Builds the pages that the server serves, as they are now. */
export async function buildWeb(): Promise<{ isOk: boolean; output: string }> {
  const web = join(root, 'web');
  const vite = dirname(createRequire(join(web, 'package.json')).resolve('vite/package.json'));
  const args = [join(vite, 'bin/vite.js'), 'build', '--logLevel', 'warn'];
  const { code, output } = await runProgram(process.execPath, args, { cwd: web });
  return { isOk: code === 0, output };
}
