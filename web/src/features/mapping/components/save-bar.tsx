import { Button, Group, Text } from '@mantine/core';
import { formatCount } from '../../../lib/format.ts';
import type { MappingDraft } from '../use-mapping-draft.ts';
import type { SaveDraft } from '../use-save-draft.ts';
import classes from './mapping.module.css';

/** On a phone the header scrolls away: Save and Discard stay at the bottom while there is something to save. */
export function SaveBar({ draft, saving }: { draft: MappingDraft; saving: SaveDraft }) {
  if (draft.changeCount === 0) return null;
  const isUnfinished = saving.unfinished.length > 0;
  return (
    <div className={classes.saveBar}>
      <Text size="sm">
        {isUnfinished ? 'A field has no value yet' : formatCount(draft.changeCount, 'change', 'changes')}
      </Text>
      <Group gap="xs" wrap="nowrap">
        <Button variant="default" onClick={draft.discard}>
          Discard
        </Button>
        <Button onClick={saving.save} loading={saving.isPending} disabled={isUnfinished}>
          Update
        </Button>
      </Group>
    </div>
  );
}
