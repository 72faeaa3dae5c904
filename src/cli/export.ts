import { parseArgs } from 'node:util';
import { buildMuster } from '../main.ts';
import { type ObjectName, objectNames } from '../model/objects.ts';
import { exportToFile } from '../records/export-to-file.ts';
import type { Command } from './command.ts';

export const exportCommand: Command = {
  usage: 'export people --format ndjson|csv [--out FILE]',
  help: 'Write an object as CSV or NDJSON, to a file or standard output.',
  isQuiet: true,
  async run({ args, config, log }) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'csv' },
        out: { type: 'string' },
        filter: { type: 'string', multiple: true },
        q: { type: 'string' },
        sort: { type: 'string' },
      },
    });
    const object = positionals[0] as ObjectName | undefined;
    if (!object || !objectNames.includes(object) || (values.format !== 'csv' && values.format !== 'ndjson')) {
      console.error(
        'Usage: muster export people --format ndjson|csv [--out FILE] [--filter field:op:value] [--q text] [--sort field]',
      );
      return 2;
    }
    const muster = await buildMuster({ config, log });
    try {
      const { rowCount } = await exportToFile({
        records: muster.records,
        object,
        format: values.format,
        query: { q: values.q, sort: values.sort, filter: values.filter },
        file: values.out,
      });
      if (values.out) console.error(`${rowCount} records written to ${values.out}.`);
      return 0;
    } finally {
      await muster.close();
    }
  },
};
