import { Anchor, Box, Group, Text, Title } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface Crumb {
  label: string;
  to?: string;
}

interface PageHeaderProps {
  title: ReactNode;
  /** Menu path above the title, e.g. Configuration › Security. */
  crumbs?: Crumb[];
  /** Status badge beside the title. */
  badge?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, crumbs, badge, description, actions }: PageHeaderProps) {
  return (
    <Box component="header" mb="sm">
      <Group justify="space-between" align="flex-end" gap="sm" wrap="wrap">
        <Box miw={0} style={{ flex: '1 1 160px' }}>
          {crumbs && crumbs.length > 0 ? (
            <Group component="nav" aria-label="Breadcrumb" gap={4} mb={2} wrap="nowrap">
              {crumbs.map((crumb) => (
                <Group key={crumb.label} gap={4} wrap="nowrap">
                  {crumb.to ? (
                    <Anchor component={Link} to={crumb.to} size="sm">
                      {crumb.label}
                    </Anchor>
                  ) : (
                    <Text size="sm" c="dimmed">
                      {crumb.label}
                    </Text>
                  )}
                  <IconChevronRight size={13} color="var(--mantine-color-dimmed)" aria-hidden />
                </Group>
              ))}
            </Group>
          ) : null}
          <Group gap="sm">
            <Title order={1} style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Title>
            {badge}
          </Group>
        </Box>
        {actions ? <Group gap="xs">{actions}</Group> : null}
      </Group>
      {description ? (
        <Text c="dimmed" size="md" mt={2} component="div">
          {description}
        </Text>
      ) : null}
    </Box>
  );
}
