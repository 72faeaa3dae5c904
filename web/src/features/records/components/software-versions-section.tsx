import { Skeleton, Text } from '@mantine/core';
import { ErrorState } from '../../../components/error-state.tsx';
import { Section } from '../../../components/section.tsx';
import { formatNumber, formatTotal } from '../../../lib/format.ts';
import { useSoftwareVersions, versionLimit } from '../api/use-software-versions.ts';
import classes from './record-page.module.css';

/** The versions on most devices, with their share as a bar. */
export function SoftwareVersionsSection({ softwareId }: { softwareId: number }) {
  const { data, error, isPending, refetch } = useSoftwareVersions(softwareId);
  const most = Math.max(1, ...(data?.items ?? []).map(({ assetCount }) => assetCount));
  return (
    <Section title="Versions" isFlush>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <Skeleton height={48} m="md" w="auto" /> : null}
      {data?.items.length === 0 ? (
        <Text c="dimmed" p="md">
          No version of this product has been found on an asset.
        </Text>
      ) : null}
      <ul className={classes.timeline}>
        {(data?.items ?? []).map(({ id, installedName, version, publisher, assetCount }) => (
          <li key={id} className={classes.version}>
            <span>
              {version === '' ? 'Without a version' : version}
              <span className={classes.quiet}>
                {' '}
                {installedName}, {publisher === '' ? 'no publisher stated' : publisher}
              </span>
            </span>
            <span className={classes.bar} aria-hidden>
              <span style={{ width: `${(assetCount / most) * 100}%` }} />
            </span>
            <span className="muster-tabular">
              {formatNumber(assetCount)} {assetCount === 1 ? 'asset' : 'assets'}
            </span>
          </li>
        ))}
      </ul>
      {data && data.total.count > versionLimit ? (
        <Text c="dimmed" p="md" size="sm">
          The {versionLimit} on most assets, of {formatTotal(data.total)}.
        </Text>
      ) : null}
    </Section>
  );
}
