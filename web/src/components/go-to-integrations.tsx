import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';

/** The way on from an empty list that only sessions fill. */
export function GoToIntegrations() {
  return (
    <Button component={Link} to="/integrations">
      Go to Integrations
    </Button>
  );
}
