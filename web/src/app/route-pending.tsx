import { Skeleton, Stack } from '@mantine/core';

/** Shown while a page's code is on its way; same outline as a list page. */
export function RoutePending() {
  return (
    <Stack p="lg" gap="sm" aria-busy="true" aria-label="Loading the page">
      <Skeleton height={28} width={220} />
      <Skeleton height={34} />
      <Skeleton height={36} />
      <Skeleton height={36} />
      <Skeleton height={36} />
    </Stack>
  );
}
