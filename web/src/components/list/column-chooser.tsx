import { ActionIcon, Popover, Skeleton, Tooltip } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { ColumnChoicesProps } from './column-choices.tsx';

const ColumnChoices = lazy(async () => ({ default: (await import('./column-choices.tsx')).ColumnChoices }));

/** The button that opens the choice of columns. */
export function ColumnChooser(props: ColumnChoicesProps) {
  return (
    <Popover position="bottom-end" width={240} trapFocus withRoles>
      <Popover.Target>
        <Tooltip label="Choose columns">
          <ActionIcon variant="default" size={34} aria-label="Choose columns">
            <IconColumns3 size={18} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Columns">
        <Suspense fallback={<Skeleton m="sm" height={180} aria-label="Loading the columns" />}>
          <ColumnChoices {...props} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
