import { formatNumber } from '../../../lib/format.ts';
import { labelOutcome, outcomeKinds, type Session } from '../api/session-types.ts';
import classes from './outcome-bar.module.css';

/** What became of the records: one bar, and the same as numbers with words. */
export function OutcomeBar({ session }: { session: Session }) {
  const { counts } = session;
  const total = Math.max(
    1,
    outcomeKinds.reduce((sum, kind) => sum + counts[kind], 0),
  );
  const shown = outcomeKinds.filter(
    (kind) => counts[kind] > 0 || (kind !== 'retired' && kind !== 'canceled'),
  );
  return (
    <div>
      <div className={classes.bar} aria-hidden>
        {outcomeKinds.map((kind) =>
          counts[kind] === 0 ? null : (
            <div
              key={kind}
              className={classes.part}
              data-kind={kind}
              style={{ width: `${(counts[kind] / total) * 100}%` }}
            />
          ),
        )}
      </div>
      <dl className={classes.counts}>
        <div className={classes.count}>
          <dt>Read</dt>
          <dd>{formatNumber(counts.read)}</dd>
        </div>
        {shown.map((kind) => (
          <div key={kind} className={classes.count}>
            <dt>
              <span className={classes.swatch} data-kind={kind} aria-hidden /> {labelOutcome(session, kind)}
            </dt>
            <dd>{formatNumber(counts[kind])}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
