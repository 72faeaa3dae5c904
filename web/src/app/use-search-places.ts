import { keepPreviousData } from '@tanstack/react-query';
import { nameSessionKind } from '../data/session-kinds.ts';
import { api } from '../lib/api-client.ts';
import { formatDateTime } from '../lib/format.ts';
import { hasRole } from '../lib/roles.ts';
import { useMe } from '../session/use-me.ts';
import { navigation } from './navigation.ts';

interface Place {
  /** Address in the interface. */
  to: string;
  title: string;
  subtitle?: string;
}

/** What stands beside the records: integrations, credentials, sessions, settings, and the pages themselves. */
export function useSearchPlaces(
  q: string,
  limit: number,
): { groups: { label: string; found: Place[] }[]; error: unknown } {
  const { role } = useMe();
  const options = { enabled: q !== '', placeholderData: keepPreviousData };
  const request = { params: { query: { q, limit } } };
  const integrations = api.useQuery('get', '/api/integrations', request, options);
  const credentials = api.useQuery('get', '/api/credentials', request, options);
  const sessions = api.useQuery('get', '/api/sessions', request, options);
  const variables = api.useQuery('get', '/api/global-variables', request, options);
  const words = q.toLowerCase();
  const pages = navigation
    .flatMap(({ label: group, items }) => items.map((item) => ({ ...item, group })))
    .filter((page) => page.role === undefined || hasRole(role, page.role))
    .filter((page) => words !== '' && page.label.toLowerCase().includes(words));
  return {
    groups: [
      {
        label: 'Integrations',
        found: (integrations.data?.items ?? []).map((one) => ({
          to: `/integrations/${one.id}`,
          title: one.name,
          subtitle: one.connectorName,
        })),
      },
      {
        label: 'Credentials',
        found: (credentials.data?.items ?? []).map((one) => ({
          to: `/credentials/${one.id}`,
          title: one.name,
          subtitle: one.connectorName,
        })),
      },
      {
        label: 'Sync sessions',
        found: (sessions.data?.items ?? []).map((one) => ({
          to: `/sessions/${one.id}`,
          title: `Session ${one.id}: ${one.integrationName}`,
          subtitle: `${nameSessionKind(one.kind)}, ${formatDateTime(one.startedAt ?? one.queuedAt)}`,
        })),
      },
      {
        label: 'Global Settings',
        found: (variables.data?.items ?? []).map((one) => ({
          to: `/global-settings?q=${encodeURIComponent(one.key)}`,
          title: one.key,
        })),
      },
      {
        label: 'Pages',
        found: pages.map((page) => ({
          to: page.to,
          title: page.label,
          ...(page.group ? { subtitle: page.group } : {}),
        })),
      },
    ],
    error: [integrations, credentials, sessions, variables].find(({ error }) => error)?.error,
  };
}
