import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './key-figures.module.css';

export interface KeyFigure {
  label: string;
  value: ReactNode;
  /** Small line under the value. */
  note?: ReactNode;
  /** Where what was counted is listed; without it the figure is text. */
  href?: string;
  /** Only for what deviates. */
  tone?: 'warn' | 'bad';
}

/** Three to six numbers under the head of a page, each the way to what it counts. */
export function KeyFigures({ figures }: { figures: KeyFigure[] }) {
  return (
    <ul className={classes.strip} aria-label="Key figures">
      {figures.map(({ label, value, note, href, tone }) => {
        const content = (
          <>
            <span className={classes.label}>{label}</span>
            <span className={classes.value} data-tone={tone}>
              {value}
            </span>
            <span className={classes.note}>{note}</span>
          </>
        );
        return (
          <li key={label} className={classes.figure}>
            {href ? (
              <Link to={href} className={classes.link} resetScroll={false}>
                {content}
              </Link>
            ) : (
              <div className={classes.plain}>{content}</div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
