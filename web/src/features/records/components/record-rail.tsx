import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { RailSection } from '../../../components/page/rail-section.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import type { RecordDetail } from '../api/record-types.ts';
import classes from './record-page.module.css';

/** Which integrations know the record, and when it came and changed. */
export function RecordRail({ record }: { record: RecordDetail }) {
  return (
    <>
      <RailSection title="Sources">
        {record.sources.length === 0 ? (
          <Text c="dimmed" size="sm">
            Entered by hand.
          </Text>
        ) : (
          <ul className={classes.sources}>
            {record.sources.map((source) => (
              <li key={source.id}>
                <Link
                  to="/integrations/$id"
                  params={{ id: String(source.integrationId) }}
                  className="muster-link"
                >
                  {source.integrationName}
                </Link>
                {source.missingSince ? <StatusBadge status="warning" label="Missing at the source" /> : null}
                <span className={classes.quiet}>
                  changed <RelativeTime value={source.lastChangedAt} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </RailSection>
      <RailSection
        title="Record"
        facts={[
          { label: 'Number', value: String(record.id) },
          {
            label: 'Created',
            value: (
              <>
                <RelativeTime value={record.createdAt} />
                {record.createdBy ? `, ${record.createdBy}` : ''}
              </>
            ),
          },
          {
            label: 'Changed',
            value: (
              <>
                <RelativeTime value={record.updatedAt} />
                {record.updatedBy ? `, ${record.updatedBy}` : ''}
              </>
            ),
          },
          ...(record.lockedFields.length > 0
            ? [{ label: 'Locked', value: `${record.lockedFields.length} fields` }]
            : []),
        ]}
      />
    </>
  );
}
