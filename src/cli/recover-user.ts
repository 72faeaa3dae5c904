import { parseArgs } from 'node:util';
import { buildMuster } from '../main.ts';
import type { Command } from './command.ts';

export const recoverUserCommand: Command = {
  usage: 'recover-user EMAIL [--password]',
  help: 'Let a user in who has lost the second factor; with --password also with a new password, shown once.',
  isQuiet: true,
  async run({ args, config, log }) {
    const { values, positionals } = parseArgs({
      args,
      options: { password: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [email] = positionals;
    if (email === undefined || positionals.length > 1) {
      console.error('Say whose e-mail address: muster recover-user EMAIL [--password]');
      return 2;
    }
    const muster = await buildMuster({ config, log });
    try {
      const by = { source: 'cli', name: 'muster recover-user' } as const;
      const { name, password, factorCount } = await muster.access.recoverUser(by, email, values.password);
      console.log(
        `${name} signs in with the password alone now; second factors removed: ${factorCount}. Sessions and API tokens have ended.`,
      );
      if (password !== null) console.log(`New password, to be changed after signing in: ${password}`);
      return 0;
    } finally {
      await muster.close();
    }
  },
};
