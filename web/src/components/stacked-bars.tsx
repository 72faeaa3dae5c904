import { Table, VisuallyHidden } from '@mantine/core';
import { formatNumber } from '../lib/format.ts';
import classes from './stacked-bars.module.css';

export interface BarSeries {
  key: string;
  label: string;
  /** CSS colour of the part. */
  color: string;
  /** Hatching, so that parts differ without colour too. */
  isHatched?: boolean;
}

export interface Bar {
  label: string;
  values: Record<string, number>;
}

interface StackedBarsProps {
  title: string;
  series: BarSeries[];
  bars: Bar[];
  height?: number;
}

/** One bar per day, stacked by series; the same numbers stand in a table for screen readers. */
export function StackedBars({ title, series, bars, height = 132 }: StackedBarsProps) {
  const totals = bars.map((bar) => series.reduce((sum, { key }) => sum + (bar.values[key] ?? 0), 0));
  const max = Math.max(1, ...totals);
  return (
    <figure className={classes.figure}>
      <div className={classes.bars} style={{ height }} aria-hidden>
        {bars.map((bar, index) => (
          <div key={bar.label} className={classes.slot} title={describeBar(bar, series)}>
            <div className={classes.stack}>
              {totals[index] ? <span className={classes.total}>{formatNumber(totals[index])}</span> : null}
              {series.map(({ key, color, isHatched }) => {
                const value = bar.values[key] ?? 0;
                return value === 0 ? null : (
                  <div
                    key={key}
                    className={classes.part}
                    data-hatched={isHatched || undefined}
                    style={{
                      height: `${Math.max(3, (value / max) * (height - 22))}px`,
                      backgroundColor: color,
                    }}
                  />
                );
              })}
            </div>
          </div>
        ))}
      </div>
      <div className={classes.axis} aria-hidden>
        {bars.map((bar, index) => (
          <span key={bar.label} data-rare={index % 2 === 1 || undefined}>
            {bar.label}
          </span>
        ))}
      </div>
      <figcaption className={classes.legend} aria-hidden>
        {series.map(({ key, label, color, isHatched }) => (
          <span key={key} className={classes.key}>
            <span
              className={classes.swatch}
              data-hatched={isHatched || undefined}
              style={{ backgroundColor: color }}
            />
            {label}
          </span>
        ))}
      </figcaption>
      <VisuallyHidden>
        <Table>
          <caption>{title}</caption>
          <thead>
            <tr>
              <th scope="col">Day</th>
              {series.map(({ key, label }) => (
                <th key={key} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.label}>
                <th scope="row">{bar.label}</th>
                {series.map(({ key }) => (
                  <td key={key}>{bar.values[key] ?? 0}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      </VisuallyHidden>
    </figure>
  );
}

function describeBar(bar: Bar, series: BarSeries[]): string {
  const parts = series
    .filter(({ key }) => bar.values[key])
    .map(({ key, label }) => `${label}: ${bar.values[key]}`);
  return parts.length === 0 ? `${bar.label}: none` : `${bar.label}\n${parts.join('\n')}`;
}
