import { listSettings } from '../../src/config.ts';
import type { Generator } from '../gen.ts';

export const generator: Generator = {
  path: 'docs/generated/configuration.md',
  async make() {
    const cell = (text: string | undefined) =>
      text === undefined ? '' : `\`${text.replaceAll('|', '\\|')}\``;
    return [
      '# Configuration',
      '',
      'Muster is configured by environment variables only. All are optional, and a blank one counts as not set. Generated',
      'from `src/config.ts`; at start every wrong value is reported at once.',
      '',
      '| variable | default | meaning | example |',
      '|---|---|---|---|',
      ...listSettings().map(
        (setting) =>
          `| \`${setting.name}\` | ${cell(setting.default)} | ${setting.help} | ${cell(setting.example)} |`,
      ),
      '',
    ].join('\n');
  },
};
