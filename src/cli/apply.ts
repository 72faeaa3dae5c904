import type { Command } from './command.ts';

export const apply: Command = {
  usage: 'apply -f muster.yaml',
  help: 'Bring credentials, integrations, mappings and schedules to what a file says.',
  isQuiet: true,
  async run(context) {
    const { runApply } = await import('../apply/run-apply.ts');
    return runApply(context);
  },
};
