import { Skeleton, VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Session } from '../../../data/session-types.ts';
import {
  formatCompact,
  formatDateTime,
  formatDuration,
  formatNumber,
  formatShortDay,
} from '../../../lib/format.ts';
import classes from './sessions-picture.module.css';

/** From top to bottom of a bar. */
const series = [
  { key: 'failed', label: 'Failed or ambiguous', color: 'var(--muster-chart-bad)' },
  { key: 'skipped', label: 'Skipped', color: 'var(--muster-chart-neutral)' },
  { key: 'updated', label: 'Updated', color: 'var(--muster-chart-updated)' },
  { key: 'created', label: 'Created', color: 'var(--muster-chart-created)' },
] as const;
const barHeight = 104;

type Counts = Record<(typeof series)[number]['key'], number>;

const countsOf = ({ counts }: Session): Counts => ({
  failed: counts.failed + counts.ambiguous,
  skipped: counts.skipped,
  updated: counts.updated,
  created: counts.created,
});

const sumOf = (counts: Counts) => series.reduce((sum, { key }) => sum + counts[key], 0);

/** The latest runs side by side: what each did, how long it took, how fast it was. Each is the way to its page. */
export function SessionsPicture({ runs, isPending }: { runs: Session[]; isPending: boolean }) {
  if (isPending) return <Skeleton height={barHeight + 76} m="md" />;
  if (runs.length === 0) return null;
  const max = Math.max(1, ...runs.map((run) => sumOf(countsOf(run))));
  return (
    <figure className={classes.figure} aria-label="Records changed by session">
      <ol className={classes.runs}>
        {runs.map((run) => {
          const counts = countsOf(run);
          return (
            <li key={run.id} className={classes.run}>
              <Link
                to="/sessions/$id"
                params={{ id: String(run.id) }}
                className={classes.link}
                title={describe(run, counts)}
              >
                <VisuallyHidden>{describe(run, counts)}: </VisuallyHidden>
                <span className={classes.bar} style={{ height: barHeight }}>
                  <span className={classes.total}>{formatCompact(sumOf(counts))}</span>
                  {series.map(({ key, color }) =>
                    counts[key] === 0 ? null : (
                      <span
                        key={key}
                        className={classes.part}
                        data-kind={key}
                        style={{
                          height: Math.max(3, (counts[key] / max) * (barHeight - 20)),
                          backgroundColor: color,
                        }}
                      />
                    ),
                  )}
                </span>
                <span className={classes.day} data-failed={run.status === 'failed' || undefined}>
                  {run.status === 'failed' ? 'failed' : formatShortDay(run.queuedAt)}
                </span>
                <span className={classes.quiet}>
                  {run.startedAt ? formatDuration(run.elapsedMs) : 'queued'}
                </span>
                <span className={classes.quiet}>
                  {run.recordsPerSecond ? `${formatCompact(Math.round(run.recordsPerSecond))}/s` : ''}
                </span>
              </Link>
            </li>
          );
        })}
      </ol>
      <figcaption className={classes.legend} aria-hidden>
        {series.toReversed().map(({ key, label, color }) => (
          <span key={key}>
            <span className={classes.swatch} data-kind={key} style={{ backgroundColor: color }} />
            {label}
          </span>
        ))}
        <span className={classes.quiet}>Below: day, duration, records a second</span>
      </figcaption>
    </figure>
  );
}

function describe(run: Session, counts: Counts): string {
  const parts = series
    .toReversed()
    .filter(({ key }) => counts[key] > 0)
    .map(({ key, label }) => `${formatNumber(counts[key])} ${label.toLowerCase()}`);
  const changes = parts.length === 0 ? 'nothing changed' : parts.join(', ');
  const took = run.startedAt ? `, ${formatDuration(run.elapsedMs)}` : '';
  return `Session ${run.id}, ${formatDateTime(run.queuedAt)}: ${changes}${took}`;
}
