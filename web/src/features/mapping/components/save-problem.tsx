import { Alert, Button, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ConflictNotice } from '../../../components/form/conflict-notice.tsx';
import { type Conflict, isConflict } from '../../../components/form/use-guarded-change.ts';
import type { MappingRow } from '../../../data/use-mapping.ts';
import { describeError } from '../../../lib/api-error.ts';
import { emptyText } from '../../../lib/format.ts';
import { type MusterField, writeRuleLabels } from '../api/mapping-types.ts';
import { conditionField, type SaveDraft } from '../use-save-draft.ts';
import classes from './mapping.module.css';

interface SaveProblemProps {
  saving: SaveDraft;
  fields: MusterField[];
  isShownAtField: boolean;
}

/** Why the mapping was not saved; after someone else's save, field by field what stands there now. */
export function SaveProblem({ saving, fields, isShownAtField }: SaveProblemProps) {
  if (!saving.error) return null;
  if (isConflict(saving.error)) {
    if (saving.change.conflicts.length === 0) return null;
    const labels = Object.fromEntries(fields.map(({ name, label }) => [name, label]));
    return (
      <div className={classes.notices}>
        <ConflictNotice
          change={saving.change}
          labels={{ ...labels, [conditionField]: 'Create or update only if' }}
          show={showRow}
        />
      </div>
    );
  }
  return (
    <div className={classes.notices}>
      <Alert color="red" role="alert" title="Not saved" icon={<IconAlertTriangle size={18} />}>
        <Group justify="space-between" gap="sm">
          <span style={{ overflowWrap: 'anywhere', flex: '1 1 320px' }}>
            {isShownAtField ? 'One field cannot be saved like this; see below. ' : ''}
            {describeError(saving.error)}
          </span>
          {saving.isOutdated ? (
            <Button size="compact-sm" variant="default" onClick={() => void saving.loadNewest()}>
              Discard mine and load the newest
            </Button>
          ) : null}
        </Group>
      </Alert>
    </div>
  );
}

function showRow({ field, value }: Conflict): string {
  if (field === conditionField) return value === null ? emptyText : String(value);
  const row = value as MappingRow | null;
  if (row === null) return 'not mapped';
  const from = row.source.kind === 'path' ? row.source.path : `the fixed value ${String(row.source.value)}`;
  const key = row.syncKeyPriority === undefined ? '' : `, sync key ${row.syncKeyPriority}`;
  return `${from}${key} (${writeRuleLabels[row.writeRule]})`;
}
