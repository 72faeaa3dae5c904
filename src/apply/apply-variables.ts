import type { GlobalVariablesService } from '../global-variables/global-variables-service.ts';
import { maxListLimit } from '../model/list-query.ts';
import type { NormalizationService } from '../software/normalization-service.ts';
import type { ApplyChange } from './apply-change.ts';
import type { ApplyFile } from './apply-file.schema.ts';
import { findInPages } from './find-in-pages.ts';

const by = { source: 'cli', name: 'muster apply' } as const;

/** Global variables of the file. A stored secret can only be written, not compared. */
export async function applyVariables(
  globalVariables: Pick<GlobalVariablesService, 'list' | 'create' | 'update' | 'findStops'>,
  wanted: ApplyFile['variables'],
  values: ReadonlyMap<string, string>,
  options: { isDryRun: boolean; updatesSecrets: boolean },
): Promise<ApplyChange[]> {
  const stored = new Map(
    (await globalVariables.list()).map((variable) => [variable.key.toLowerCase(), variable]),
  );
  const changes: ApplyChange[] = [];
  for (const { key, isSecret } of wanted) {
    const value = values.get(key) ?? '';
    const found = stored.get(key.toLowerCase());
    const change: ApplyChange = { kind: 'variable', name: key, action: 'unchanged', changed: [] };
    changes.push(change);
    const stops = isSecret ? [] : await globalVariables.findStops({ key, value });
    if (stops.length > 0)
      change.note = `needs their secrets again: ${stops.map(({ name, hosts }) => `the credential "${name}" for ${hosts.join(', ')}`).join('; ')}`;
    if (!found) {
      change.action = 'created';
      if (!options.isDryRun) await globalVariables.create(by, { key, value, isSecret });
      continue;
    }
    const isValueWanted = found.isSecret ? options.updatesSecrets || !isSecret : found.value !== value;
    if (isValueWanted) change.changed.push('value');
    if (found.isSecret !== isSecret) change.changed.push('isSecret');
    if (change.changed.length === 0) continue;
    change.action = 'updated';
    if (!options.isDryRun)
      await globalVariables.update(by, found.id, { isSecret, ...(isValueWanted ? { value } : {}) });
  }
  return changes;
}

/** Entries of the software normalization list. They count for new installs; applying them to old ones is a decision. */
export async function applySoftwareNames(
  normalizations: Pick<NormalizationService, 'list' | 'create' | 'update'>,
  wanted: ApplyFile['softwareNames'],
  options: { isDryRun: boolean },
): Promise<ApplyChange[]> {
  const changes: ApplyChange[] = [];
  for (const { incoming, standard } of wanted) {
    const found = await findInPages(
      (cursor) => normalizations.list({ q: incoming, limit: maxListLimit, cursor }),
      (item) => item.incomingName.toLowerCase() === incoming.trim().toLowerCase(),
    );
    const change: ApplyChange = { kind: 'software name', name: incoming, action: 'unchanged', changed: [] };
    changes.push(change);
    if (!found) {
      change.action = 'created';
      if (!options.isDryRun)
        await normalizations.create(by, { incomingName: incoming, standardName: standard });
    } else if (found.standardName !== standard.trim()) {
      change.action = 'updated';
      change.changed.push('standard');
      if (!options.isDryRun)
        await normalizations.update(by, found.id, { incomingName: incoming, standardName: standard });
    }
  }
  return changes;
}
