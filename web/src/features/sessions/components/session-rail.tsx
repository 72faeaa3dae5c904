import { Link } from '@tanstack/react-router';
import { RailSection } from '../../../components/page/rail-section.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { nameSessionKind } from '../../../data/session-kinds.ts';
import type { Session } from '../../../data/session-types.ts';
import { formatBytes, formatCount, formatDuration, formatNumber } from '../../../lib/format.ts';

/** Of devices that are not loaded the vendor lists software too. */
function describeInstalls({ installsRead, installsSkipped }: Session['counts']): string {
  if (installsSkipped === 0) return formatNumber(installsRead);
  return `${formatNumber(installsRead)}, ${formatNumber(installsSkipped)} of them on devices that are not loaded`;
}

/** When, how fast, by whom and from what. */
export function SessionRail({ session }: { session: Session }) {
  const { counts } = session;
  return (
    <>
      <RailSection
        title="Session"
        facts={[
          { label: 'Number', value: String(session.id) },
          {
            label: 'Integration',
            value: (
              <Link
                to="/integrations/$id"
                params={{ id: String(session.integrationId) }}
                className="muster-link"
              >
                {session.integrationName}
              </Link>
            ),
          },
          { label: 'Kind', value: nameSessionKind(session.kind) },
          { label: 'Started by', value: session.requestedByName },
          {
            label: 'Mapping',
            value: session.mappingVersion === null ? null : `version ${session.mappingVersion}`,
          },
          ...(session.planSessionId === null
            ? []
            : [
                {
                  label: 'Plan of',
                  value: (
                    <Link
                      to="/sessions/$id"
                      params={{ id: String(session.planSessionId) }}
                      className="muster-link"
                    >
                      session {session.planSessionId}
                    </Link>
                  ),
                },
              ]),
        ]}
      />
      <RailSection
        title="Time and size"
        facts={[
          { label: 'Started', value: <RelativeTime value={session.startedAt} fallback="not yet" /> },
          { label: 'Duration', value: session.startedAt ? formatDuration(session.elapsedMs) : null },
          {
            label: 'Rate',
            value: session.recordsPerSecond
              ? `${formatNumber(Math.round(session.recordsPerSecond))} records a second`
              : null,
          },
          { label: 'Pages', value: `${formatNumber(counts.pages)} (${formatBytes(counts.bytes)})` },
          ...(counts.repeated > 0
            ? [{ label: 'Left out', value: `${formatNumber(counts.repeated)} with an id met before` }]
            : []),
        ]}
      />
      {counts.installsRead > 0 ? (
        <RailSection
          title="Software"
          facts={[
            { label: 'Installs read', value: describeInstalls(counts) },
            { label: 'Changed on', value: formatCount(counts.installsChanged, 'asset', 'assets') },
          ]}
        />
      ) : null}
    </>
  );
}
