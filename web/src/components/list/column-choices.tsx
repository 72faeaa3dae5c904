import { Button, Checkbox, Divider, ScrollArea, Stack } from '@mantine/core';

export interface ColumnChoicesProps {
  columns: { id: string; label: string }[];
  isShown: (id: string) => boolean;
  onToggle: (id: string) => void;
  onReset: () => void;
  isChanged: boolean;
}

/** Which columns a list has; the first always stands. */
export function ColumnChoices({ columns, isShown, onToggle, onReset, isChanged }: ColumnChoicesProps) {
  return (
    <>
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
              // Comes after the popover that holds it, which has looked for something to focus by then.
              autoFocus={index === 1}
            />
          ))}
        </Stack>
      </ScrollArea.Autosize>
      <Divider />
      <Button variant="subtle" size="compact-sm" m={6} disabled={!isChanged} onClick={onReset}>
        Reset to standard
      </Button>
    </>
  );
}
