import { Skeleton, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ErrorState } from '../../../components/error-state.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Section } from '../../../components/section.tsx';
import { recordKinds } from '../../../data/record-kinds.ts';
import { formatTotal } from '../../../lib/format.ts';
import { personAssetLimit, usePersonAssets } from '../api/use-person-assets.ts';
import classes from './record-page.module.css';

export function PersonAssetsSection({ personId }: { personId: number }) {
  const { data, error, isPending, refetch } = usePersonAssets(personId);
  return (
    <Section title="Assets" isFlush>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <Skeleton height={48} m="md" w="auto" /> : null}
      {data?.items.length === 0 ? (
        <Text c="dimmed" p="md">
          No asset is assigned to this person.
        </Text>
      ) : null}
      <ul className={classes.timeline}>
        {(data?.items ?? []).map(({ id, values }) => {
          const { title, subtitle } = recordKinds.assets.name(values);
          const model = typeof values.model === 'string' ? values.model : subtitle;
          return (
            <li key={id} className={classes.entry}>
              <div className={classes.entryHead}>
                <Link to="/assets/$id" params={{ id: String(id) }} className="muster-link">
                  {title}
                </Link>
                <span className={classes.quiet}>
                  {model}
                  {typeof values.lastSeenAt === 'string' ? (
                    <>
                      {' · last seen '}
                      <RelativeTime value={values.lastSeenAt} />
                    </>
                  ) : null}
                </span>
              </div>
            </li>
          );
        })}
      </ul>
      {data && data.total.count > personAssetLimit ? (
        <Text p="md" size="sm">
          <Link to="/assets" search={{ filter: [`assignedTo:eq:${personId}`] }} className="muster-link">
            Show all {formatTotal(data.total)}
          </Link>
        </Text>
      ) : null}
    </Section>
  );
}
