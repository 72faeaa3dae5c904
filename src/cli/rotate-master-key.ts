import { buildMuster } from '../main.ts';
import type { Command } from './command.ts';

export const rotateMasterKeyCommand: Command = {
  help: 'Replace the master key and wrap every data key anew, while running.',
  isQuiet: true,
  async run({ config, log }) {
    const muster = await buildMuster({ config, log });
    try {
      console.log(JSON.stringify(await muster.vault.rotateMasterKey()));
      return 0;
    } finally {
      await muster.close();
    }
  },
};
