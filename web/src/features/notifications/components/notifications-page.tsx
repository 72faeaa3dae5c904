import { Button, Text } from '@mantine/core';
import { IconBell, IconChecks } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { EmptyState } from '../../../components/empty-state.tsx';
import type { FilterField } from '../../../components/list/filter-kinds.ts';
import { makeInstantColumn } from '../../../components/list/instant-column.tsx';
import type { ListColumn } from '../../../components/list/list-columns.ts';
import { ListPage } from '../../../components/list/list-page.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { notifyFailed } from '../../../lib/notify.tsx';
import { type Notification, useLatestNotifications, useMarkRead } from '../api/use-notifications.ts';

const columns: ListColumn<Notification>[] = [
  {
    id: 'title',
    label: 'What',
    width: 240,
    render: (row) => (
      <Text component="span" fz="inherit" fw={row.readAt === null ? 700 : 400}>
        {row.title}
      </Text>
    ),
  },
  {
    id: 'level',
    label: 'Level',
    width: 110,
    isSortable: true,
    card: 'badge',
    render: (row) => <StatusBadge status={row.level} />,
  },
  {
    id: 'message',
    label: 'Message',
    width: 420,
    card: 'line',
    render: (row) => <span title={row.message}>{row.message}</span>,
  },
  makeInstantColumn({ id: 'at', label: 'When', width: 130, read: (row: Notification) => row.at }),
  {
    id: 'readAt',
    label: 'Read',
    width: 90,
    isSortable: true,
    render: (row) => (row.readAt === null ? 'Unread' : 'Read'),
  },
];

const filterFields: FilterField[] = [
  {
    field: 'level',
    label: 'Level',
    type: 'choice',
    choices: [
      { value: 'error', label: 'Error' },
      { value: 'warning', label: 'Warning' },
      { value: 'info', label: 'Info' },
    ],
  },
  { field: 'readAt', label: 'Read', type: 'date_time' },
  { field: 'at', label: 'When', type: 'date_time' },
];

export function NotificationsPage() {
  const navigate = useNavigate();
  const markRead = useMarkRead();
  const { data } = useLatestNotifications();
  const open = (row: Notification) => {
    if (row.readAt === null) markRead.mutate({ body: { ids: [row.id] } });
    if (row.link) void navigate({ to: row.link });
  };
  return (
    <ListPage
      title="Notifications"
      actions={
        <Button
          variant="default"
          leftSection={<IconChecks size={17} />}
          disabled={(data?.unreadCount ?? 0) === 0}
          loading={markRead.isPending}
          onClick={() =>
            markRead.mutate(
              { body: { isAll: true } },
              { onError: (err) => notifyFailed('Nothing was marked', err) },
            )
          }
        >
          Mark all as read
        </Button>
      }
      listId="notifications"
      path="/api/notifications"
      nouns={['notification', 'notifications']}
      columns={columns}
      filterFields={filterFields}
      getRowKey={(row) => row.id}
      onOpenRow={open}
      empty={
        <EmptyState
          icon={IconBell}
          title="Nothing to tell you"
          text="You are told here when an integration you are a contact of fails, does not finish, or does not start."
        />
      }
    />
  );
}
