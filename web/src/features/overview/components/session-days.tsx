import { Section } from '../../../components/section.tsx';
import { type BarSeries, StackedBars } from '../../../components/stacked-bars.tsx';
import { formatShortDay } from '../../../lib/format.ts';
import type { SessionDay } from '../api/use-overview.ts';

/** From top to bottom of a bar. */
const series: BarSeries[] = [
  { key: 'failed', label: 'Failed', color: 'var(--muster-chart-bad)', isHatched: true },
  { key: 'canceled', label: 'Canceled', color: 'var(--muster-chart-neutral)' },
  {
    key: 'succeededWithErrors',
    label: 'Succeeded with errors',
    color: 'var(--muster-chart-warn)',
    isHatched: true,
  },
  { key: 'succeeded', label: 'Succeeded', color: 'var(--muster-chart-created)' },
];

export function SessionDays({ days }: { days: SessionDay[] }) {
  const bars = days.map((day) => ({
    label: formatShortDay(`${day.date}T12:00:00`),
    values: {
      failed: day.failedCount,
      canceled: day.canceledCount,
      succeededWithErrors: day.succeededWithErrorsCount,
      succeeded: day.succeededCount,
    },
  }));
  return (
    <Section title="Sessions of the last 14 days">
      <StackedBars title="Sessions of the last 14 days" series={series} bars={bars} height={170} />
    </Section>
  );
}
