import { ActionIcon, Button, Checkbox, Divider, Popover, ScrollArea, Stack, Tooltip } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import type { ListColumn } from './list-columns.ts';

interface ColumnChooserProps<Row> {
  columns: ListColumn<Row>[];
  isShown: (id: string) => boolean;
  onToggle: (id: string) => void;
  onReset: () => void;
  isChanged: boolean;
}

export function ColumnChooser<Row>({
  columns,
  isShown,
  onToggle,
  onReset,
  isChanged,
}: ColumnChooserProps<Row>) {
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
        <ScrollArea.Autosize mah={360} p="sm">
          <Stack gap={8}>
            {columns.map((column, index) => (
              <Checkbox
                key={column.id}
                size="xs"
                label={column.label}
                checked={index === 0 || isShown(column.id)}
                disabled={index === 0}
                onChange={() => onToggle(column.id)}
              />
            ))}
          </Stack>
        </ScrollArea.Autosize>
        <Divider />
        <Button variant="subtle" size="compact-sm" m={6} disabled={!isChanged} onClick={onReset}>
          Reset to standard
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
