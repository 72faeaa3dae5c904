import { buildMuster } from '../main.ts';
import type { Command } from './command.ts';
import { waitForEnd } from './wait-for-end.ts';
import { waitForSignal } from './wait-for-signal.ts';
import { warnOfRoot } from './warn-of-root.ts';

export const serve: Command = {
  help: 'Start the hub: HTTP and workers.',
  async run({ config, log }) {
    const stopped = waitForSignal(log);
    warnOfRoot(log, process.geteuid?.());
    const muster = await buildMuster({ config, log });
    try {
      if (config.workerCount > 0) await muster.startWorker();
      else await muster.startQueue();
      const { publicUrl } = await muster.startHttp();
      log.info({ url: publicUrl }, 'Muster is ready');
      console.log(`Muster is ready: ${publicUrl}`);
      await waitForEnd(muster.failure, stopped);
      return 0;
    } finally {
      await muster.close();
    }
  },
};

export const work: Command = {
  help: 'Start workers only; any number of them, beside one or more "serve".',
  async run({ config, log }) {
    const stopped = waitForSignal(log);
    warnOfRoot(log, process.geteuid?.());
    const muster = await buildMuster({ config, log });
    try {
      await muster.startWorker();
      console.log('Muster worker is ready.');
      await waitForEnd(muster.failure, stopped);
      return 0;
    } finally {
      await muster.close();
    }
  },
};
