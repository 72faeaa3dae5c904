import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readApplyFile } from '../apply/read-apply-file.ts';
import { runApply } from '../apply/run-apply.ts';
import { readEnvironment } from '../config.ts';
import { buildMuster } from '../main.ts';
import type { Command } from './command.ts';

export const apply: Command = {
  usage: 'apply -f FILE [--dry-run] [--update-secrets] [--json]',
  help: 'Bring credentials, integrations, mappings and schedules to what a file says.',
  isQuiet: true,
  async run({ args, config, log }) {
    const { values } = parseArgs({
      args,
      options: {
        file: { type: 'string', short: 'f' },
        'dry-run': { type: 'boolean' },
        'update-secrets': { type: 'boolean' },
        json: { type: 'boolean' },
      },
    });
    if (!values.file) {
      console.error('Name the file: muster apply -f muster.yaml');
      return 2;
    }
    const content = await readFile(values.file);
    const muster = await buildMuster({ config, log });
    try {
      const { wanted, secrets, variables } = readApplyFile({
        content,
        file: values.file,
        environment: readEnvironment(),
        findDefinition: muster.connectors.find,
      });
      const changes = await runApply(
        {
          ...muster,
          findDefinition: muster.connectors.find,
          async findUserId(email) {
            const { items } = await muster.access.users.list({ q: email, sort: 'name', limit: 100 });
            return items.find((user) => user.email.toLowerCase() === email.toLowerCase())?.id;
          },
        },
        {
          wanted,
          secrets,
          variables,
          isDryRun: values['dry-run'] === true,
          updatesSecrets: values['update-secrets'] === true,
        },
      );
      if (values.json) console.log(JSON.stringify(changes));
      else {
        for (const change of changes) {
          const what = change.changed.length > 0 ? ` (${change.changed.join(', ')})` : '';
          console.log(
            `${change.action.padEnd(9)} ${change.kind} "${change.name}"${what}${change.note ? `\n          ${change.note}` : ''}`,
          );
        }
        if (values['dry-run']) console.log('Nothing was written (--dry-run).');
        else if (wanted.credentials.length > 0 && !values['update-secrets'])
          console.log('Secrets of existing credentials were left as they are; --update-secrets writes them.');
      }
      return 0;
    } finally {
      await muster.close();
    }
  },
};
