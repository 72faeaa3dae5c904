import { Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Section } from '../../../components/section.tsx';
import { notifyDone } from '../../../lib/notify.tsx';
import {
  type BrowserSession,
  useBrowserSessions,
  useEndOtherSessions,
  useEndSession,
} from '../api/use-account.ts';
import { nameBrowser } from '../name-browser.ts';

/** The browsers one is signed in with, and signing out in them. */
export function BrowsersSection() {
  const { data, error, refetch } = useBrowserSessions();
  const endOthers = useEndOtherSessions();
  const sessions = data?.items ?? [];
  return (
    <Section
      title="Signed in"
      actions={
        sessions.length > 1 ? (
          <Button
            variant="subtle"
            size="compact-sm"
            loading={endOthers.isPending}
            onClick={() =>
              endOthers.mutate(
                {},
                { onSuccess: ({ endedCount }) => notifyDone(`Signed out elsewhere: ${endedCount}.`) },
              )
            }
          >
            Sign out everywhere else
          </Button>
        ) : null
      }
    >
      <Stack gap="md">
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
        {!data && !error ? <Skeleton height={60} /> : null}
        <ErrorAlert error={endOthers.error} />
        {sessions.map((session) => (
          <Browser key={session.id} session={session} />
        ))}
      </Stack>
    </Section>
  );
}

function Browser({ session }: { session: BrowserSession }) {
  const end = useEndSession();
  const name = nameBrowser(session.userAgent);
  return (
    <div>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <div>
          <Group gap="xs">
            <Text fw={600} title={session.userAgent ?? undefined}>
              {name}
            </Text>
            {session.isCurrent ? <Badge variant="light">this browser</Badge> : null}
          </Group>
          <Text size="sm" c="dimmed" component="div">
            {session.address ?? 'unknown address'}, last seen <RelativeTime value={session.lastSeenAt} />,
            signed in <RelativeTime value={session.createdAt} />
          </Text>
        </div>
        {session.isCurrent ? null : (
          <Button
            variant="default"
            size="xs"
            aria-label={`Sign out ${name} at ${session.address ?? 'unknown address'}`}
            loading={end.isPending}
            onClick={() =>
              end.mutate(
                { params: { path: { id: session.id } } },
                { onSuccess: () => notifyDone(`${name} was signed out.`) },
              )
            }
          >
            Sign out
          </Button>
        )}
      </Group>
      <ErrorAlert error={end.error} />
    </div>
  );
}
