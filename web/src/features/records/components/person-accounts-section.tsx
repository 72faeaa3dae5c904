import { Skeleton, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ErrorState } from '../../../components/error-state.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Section } from '../../../components/section.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import type { RecordRow } from '../../../data/record-types.ts';
import { formatValue } from '../../../lib/format.ts';
import { usePersonAccounts } from '../api/use-person-accounts.ts';
import classes from './record-page.module.css';

export function PersonAccountsSection({ personId }: { personId: number }) {
  const { data, error, isPending, refetch } = usePersonAccounts(personId);
  return (
    <Section title="SaaS accounts" isFlush>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <Skeleton height={48} m="md" w="auto" /> : null}
      {data?.items.length === 0 ? (
        <Text c="dimmed" p="md">
          No SaaS account belongs to this person.
        </Text>
      ) : null}
      <ul className={classes.timeline}>
        {(data?.items ?? []).map((account) => (
          <Account key={account.id} account={account} />
        ))}
      </ul>
    </Section>
  );
}

function Account({ account }: { account: RecordRow }) {
  const { saasId, saasName, username, email, roles, isActive, lastActivityAt } = account.values;
  const { sourceIntegrations } = account.values;
  const name = formatValue(saasName);
  return (
    <li className={classes.entry}>
      <div className={classes.entryHead}>
        {typeof saasId === 'number' ? (
          <Link to="/saas/$id" params={{ id: String(saasId) }} className="muster-link">
            {name}
          </Link>
        ) : (
          <span>{name}</span>
        )}
        {typeof isActive === 'boolean' ? <StatusBadge status={isActive ? 'active' : 'inactive'} /> : null}
        <span className={classes.quiet}>
          {formatValue(username ?? email)}
          {Array.isArray(roles) && roles.length > 0 ? ` · ${formatValue(roles)}` : ''}
          {typeof lastActivityAt === 'string' ? (
            <>
              {' · last activity '}
              <RelativeTime value={lastActivityAt} />
            </>
          ) : null}
          {Array.isArray(sourceIntegrations) && sourceIntegrations.length > 0
            ? ` · from ${formatValue(sourceIntegrations)}`
            : ''}
        </span>
      </div>
    </li>
  );
}
