import { ActionIcon, Group, Text, VisuallyHidden } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';

interface RecordStepperProps {
  index: number;
  count: number;
  onChange: (index: number) => void;
}

/** Goes through the sampled records; both columns and the preview follow. */
export function RecordStepper({ index, count, onChange }: RecordStepperProps) {
  if (count === 0) return null;
  return (
    <Group gap={2} wrap="nowrap">
      <ActionIcon
        size="sm"
        aria-label="Previous sampled record"
        disabled={index === 0}
        onClick={() => onChange(index - 1)}
      >
        <IconChevronLeft size={16} />
      </ActionIcon>
      <Text size="xs" className="muster-tabular" role="status" style={{ whiteSpace: 'nowrap' }}>
        <VisuallyHidden>Sampled record </VisuallyHidden>
        {index + 1} of {count}
      </Text>
      <ActionIcon
        size="sm"
        aria-label="Next sampled record"
        disabled={index >= count - 1}
        onClick={() => onChange(index + 1)}
      >
        <IconChevronRight size={16} />
      </ActionIcon>
    </Group>
  );
}
