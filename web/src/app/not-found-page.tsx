import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../components/empty-state.tsx';
import { useTitle } from '../lib/use-title.ts';

export function NotFoundPage() {
  useTitle('Not found');
  return (
    <EmptyState
      icon={IconMapOff}
      headingOrder={1}
      title="There is no such page"
      text="The address may be mistyped, or what it named was deleted."
      action={
        <Button component={Link} to="/" variant="default">
          Go to Overview
        </Button>
      }
    />
  );
}
