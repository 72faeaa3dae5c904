import { Stack, Text, Title, type TitleOrder } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon: Icon;
  title: string;
  /** Says what to do next. */
  text: ReactNode;
  action?: ReactNode;
  headingOrder?: TitleOrder;
}

export function EmptyState({ icon: IconComponent, title, text, action, headingOrder = 2 }: EmptyStateProps) {
  return (
    <Stack align="center" justify="center" gap={6} py={48} px="md" ta="center">
      <IconComponent size={34} stroke={1.4} color="var(--mantine-color-dimmed)" aria-hidden />
      <Title order={headingOrder} size="h2">
        {title}
      </Title>
      <Text c="dimmed" size="md" maw={460} component="div">
        {text}
      </Text>
      {action ? <div style={{ marginTop: 10 }}>{action}</div> : null}
    </Stack>
  );
}
