import { parseArgs } from 'node:util';
import { type DeletableObject, deletableObjects } from '../forgetting/erasure-service.ts';
import type { ErasureCounts } from '../forgetting/erasures.queries.ts';
import { buildMuster } from '../main.ts';
import type { Command, CommandContext } from './command.ts';

const describeCounts = (counts: ErasureCounts): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

function readArguments({ args }: CommandContext): { positionals: string[]; isConfirmed: boolean } {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { yes: { type: 'boolean' } },
  });
  return { positionals, isConfirmed: values.yes === true };
}

const readId = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined;

export const eraseCommand: Command = {
  usage: 'erase ID --yes',
  help: 'Erase a person: record, sources, history, accounts and every trace that names them. Cannot be undone.',
  isQuiet: true,
  async run(context) {
    const { positionals, isConfirmed } = readArguments(context);
    const id = readId(positionals[0]);
    if (id === undefined || !isConfirmed) {
      console.error(
        'Usage: muster erase ID --yes\nThe person does not come back with the next session, nor with an older backup. Copies in other systems and in exports are out of reach.',
      );
      return 2;
    }
    const muster = await buildMuster(context);
    try {
      const proof = await muster.erasures.erasePerson({ source: 'cli', name: 'muster erase' }, id);
      console.log(`Erased as ${proof.pseudonym} (${proof.id}): ${describeCounts(proof.counts)}.`);
      return 0;
    } finally {
      await muster.close();
    }
  },
};

export const deleteCommand: Command = {
  usage: 'delete people|assets|software|saas ID --yes',
  help: 'Delete an archived record with its sources and history.',
  isQuiet: true,
  async run(context) {
    const { positionals, isConfirmed } = readArguments(context);
    const object = deletableObjects.find((found) => found === positionals[0]) as DeletableObject | undefined;
    const id = readId(positionals[1]);
    if (object === undefined || id === undefined || !isConfirmed) {
      console.error(
        `Usage: muster delete ${deletableObjects.join('|')} ID --yes\nOnly archived records are deleted. A source that still has the record brings it back as a new one.`,
      );
      return 2;
    }
    const muster = await buildMuster(context);
    try {
      const counts = await muster.erasures.deleteRecord({ source: 'cli', name: 'muster delete' }, object, id);
      console.log(`Deleted: ${describeCounts(counts)}.`);
      return 0;
    } finally {
      await muster.close();
    }
  },
};
