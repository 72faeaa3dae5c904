import { ActionIcon, Anchor, Button, Group, Indicator, Popover, Stack, Text } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { formatCompact, formatCount } from '../../../lib/format.ts';
import { type Notification, useLatestNotifications, useMarkRead } from '../api/use-notifications.ts';
import classes from './notifications.module.css';

export function NotificationsBell() {
  const [isOpen, setOpen] = useState(false);
  const { data } = useLatestNotifications();
  const markRead = useMarkRead();
  const unreadCount = data?.unreadCount ?? 0;
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={360} trapFocus withRoles>
      <Indicator
        label={formatCompact(unreadCount)}
        size={16}
        offset={6}
        disabled={unreadCount === 0}
        color="red.9"
      >
        <Popover.Target>
          <ActionIcon
            size={36}
            aria-label={
              unreadCount === 0
                ? 'Notifications'
                : `Notifications, ${formatCount(unreadCount, 'one', 'of them')} unread`
            }
            onClick={() => setOpen(!isOpen)}
          >
            <IconBell size={19} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label="Notifications">
        <Group justify="space-between" px="md" py={8} className={classes.bar}>
          <Text fw={600}>Notifications</Text>
          {unreadCount > 0 ? (
            <Button
              variant="subtle"
              size="compact-xs"
              onClick={() => markRead.mutate({ body: { isAll: true } })}
              loading={markRead.isPending}
            >
              Mark all as read
            </Button>
          ) : null}
        </Group>
        {data && data.items.length === 0 ? (
          <Text c="dimmed" p="md">
            Nothing yet. You are told here when an integration fails or a credential is about to expire.
          </Text>
        ) : null}
        <ul className={classes.list}>
          {(data?.items ?? []).map((item) => (
            <li key={item.id} className={classes.item} data-unread={item.readAt === null || undefined}>
              <NotificationText item={item} onFollow={() => setOpen(false)} />
            </li>
          ))}
        </ul>
        <Anchor component={Link} to="/notifications" className={classes.all} onClick={() => setOpen(false)}>
          Show all
        </Anchor>
      </Popover.Dropdown>
    </Popover>
  );
}

function NotificationText({ item, onFollow }: { item: Notification; onFollow: () => void }) {
  const markRead = useMarkRead();
  const follow = () => {
    if (item.readAt === null) markRead.mutate({ body: { ids: [item.id] } });
    onFollow();
  };
  return (
    <Stack gap={2}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <StatusBadge status={item.level} />
        <Text size="xs" c="dimmed">
          <RelativeTime value={item.at} />
        </Text>
      </Group>
      {item.link ? (
        <Link to={item.link} className="muster-link" onClick={follow}>
          {item.title}
        </Link>
      ) : (
        <Text fw={500}>{item.title}</Text>
      )}
      <Text size="sm" c="dimmed" lineClamp={2}>
        {item.message}
      </Text>
    </Stack>
  );
}
