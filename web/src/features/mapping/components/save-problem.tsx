import { Alert, Button, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { describeError } from '../../../lib/api-error.ts';
import type { SaveDraft } from '../use-save-draft.ts';
import classes from './mapping.module.css';

/** Why the mapping was not saved; after someone else's save, the way to their version. */
export function SaveProblem({ saving, isShownAtField }: { saving: SaveDraft; isShownAtField: boolean }) {
  if (!saving.error) return null;
  return (
    <div className={classes.notices}>
      <Alert color="red" role="alert" title="Not saved" icon={<IconAlertTriangle size={18} />}>
        <Group justify="space-between" gap="sm">
          <span style={{ overflowWrap: 'anywhere', flex: '1 1 320px' }}>
            {isShownAtField ? 'One field cannot be saved like this; see below. ' : ''}
            {describeError(saving.error)}
          </span>
          {saving.isConflict ? (
            <Button size="compact-sm" variant="default" onClick={() => void saving.loadNewest()}>
              Discard mine and load the newest
            </Button>
          ) : null}
        </Group>
      </Alert>
    </div>
  );
}
