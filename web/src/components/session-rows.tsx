import { Link } from '@tanstack/react-router';
import { RelativeTime } from './relative-time.tsx';
import classes from './session-rows.module.css';
import { StatusBadge } from './status-badge.tsx';

interface SessionRow {
  id: number;
  /** What the link says: the integration, or the kind of session on its own page. */
  title: string;
  status: string;
  /** Read, created and the like, in words. */
  counts: string;
  at: string;
}

/** Sessions in short, each the way to its page. */
export function SessionRows({ sessions }: { sessions: SessionRow[] }) {
  return (
    <ul className={classes.list}>
      {sessions.map(({ id, title, status, counts, at }) => (
        <li key={id} className={classes.row}>
          <Link to="/sessions/$id" params={{ id: String(id) }} className="muster-link">
            {title}
          </Link>
          <span>
            <StatusBadge status={status} />
          </span>
          <span className={classes.quiet}>{counts}</span>
          <span className={classes.quiet}>
            <RelativeTime value={at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
