import { maxListLimit } from '../model/list-query.ts';
import type { PlaceholderService } from '../records/placeholder-service.ts';
import type { ApplyChange } from './apply-change.ts';
import type { ApplyFile } from './apply-file.schema.ts';
import { findInPages } from './find-in-pages.ts';

const by = { source: 'cli', name: 'muster apply' } as const;

/** Entries of the list of placeholders. Those the file does not name stay, Muster's own among them. */
export async function applyPlaceholders(
  placeholders: Pick<PlaceholderService, 'list' | 'create' | 'update'>,
  wanted: ApplyFile['placeholders'],
  options: { isDryRun: boolean },
): Promise<ApplyChange[]> {
  const changes: ApplyChange[] = [];
  for (const { value, isPattern, field = null, note } of wanted) {
    const found = await findInPages(
      (cursor) => placeholders.list({ q: value.trim(), limit: maxListLimit, cursor }),
      (item) => item.value.toLowerCase() === value.trim().toLowerCase() && item.field === field,
    );
    const change: ApplyChange = { kind: 'placeholder', name: value, action: 'unchanged', changed: [] };
    changes.push(change);
    const entry = { value, isPattern, field, note };
    if (!found) {
      change.action = 'created';
      if (!options.isDryRun) await placeholders.create(by, entry);
      continue;
    }
    if (found.isPattern !== isPattern) change.changed.push('isPattern');
    if (found.note !== note.trim()) change.changed.push('note');
    if (change.changed.length === 0) continue;
    change.action = 'updated';
    if (!options.isDryRun) await placeholders.update(by, found.id, entry);
  }
  return changes;
}
