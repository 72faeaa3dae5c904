import { parseArgs } from 'node:util';
import { buildMuster } from '../main.ts';
import { type ObjectName, objectNames } from '../model/objects.ts';
import { type ExportFormat, exportFormats } from '../records/export-records.ts';
import { exportToFile } from '../records/export-to-file.ts';
import type { Command } from './command.ts';

export const exportCommand: Command = {
  usage: 'export people --format csv|xlsx|ndjson [--sources] [--out FILE [--force]]',
  help: 'Write an object as CSV, XLSX or NDJSON, to a file or standard output.',
  isQuiet: true,
  async run({ args, config, log }) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      allowNegative: true,
      options: {
        format: { type: 'string', default: 'csv' },
        out: { type: 'string' },
        force: { type: 'boolean', default: false },
        filter: { type: 'string', multiple: true },
        bom: { type: 'boolean', default: true },
        q: { type: 'string' },
        sort: { type: 'string' },
        sources: { type: 'boolean', default: false },
      },
    });
    const object = positionals[0] as ObjectName | undefined;
    const format = Object.keys(exportFormats).find((found) => found === values.format);
    if (!object || !objectNames.includes(object) || format === undefined) {
      console.error(
        'Usage: muster export people --format csv|xlsx|ndjson [--no-bom] [--sources] [--out FILE [--force]] [--filter field:op:value] [--q text] [--sort field]',
      );
      return 2;
    }
    const muster = await buildMuster({ config, log });
    try {
      const { rowCount } = await exportToFile({
        records: muster.records,
        object,
        format: format as ExportFormat,
        hasBom: values.bom,
        query: { q: values.q, sort: values.sort, filter: values.filter, hasSources: values.sources },
        file: values.out,
        replaces: values.force,
      });
      if (values.out) console.error(`${rowCount} records written to ${values.out}.`);
      return 0;
    } finally {
      await muster.close();
    }
  },
};
