import type { RetentionService } from '../forgetting/retention-service.ts';
import type { ApplyChange } from './apply-change.ts';
import type { ApplyFile } from './apply-file.schema.ts';

const by = { source: 'cli', name: 'muster apply' } as const;

/** How long what passes is kept; kinds the file does not name stay as they are. */
export async function applyRetention(
  retention: Pick<RetentionService, 'list' | 'update'>,
  wanted: ApplyFile['retention'],
  options: { isDryRun: boolean },
): Promise<ApplyChange[]> {
  const rules = await retention.list();
  const changes: ApplyChange[] = [];
  for (const { kind, keepDays } of rules) {
    const days = wanted[kind];
    if (days === undefined) continue;
    const isSame = keepDays === days;
    changes.push({
      kind: 'retention',
      name: kind,
      action: isSame ? 'unchanged' : 'updated',
      changed: isSame ? [] : ['keepDays'],
    });
    if (!isSame && !options.isDryRun) await retention.update(by, { [kind]: days });
  }
  return changes;
}
