import { Button } from '@mantine/core';
import { IconSearchOff } from '@tabler/icons-react';
import { EmptyState } from '../empty-state.tsx';

export function ListNothingFound({ noun, onClear }: { noun: string; onClear: () => void }) {
  return (
    <EmptyState
      icon={IconSearchOff}
      title={`No ${noun} match`}
      text="Nothing fits the search and filters together. Loosen one of them, or start over."
      action={
        <Button variant="default" onClick={onClear}>
          Clear search and filters
        </Button>
      }
    />
  );
}
