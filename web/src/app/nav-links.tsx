import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { hasRole } from '../lib/roles.ts';
import { useMe } from '../session/use-me.ts';
import classes from './nav-links.module.css';
import { type NavGroup, navigation } from './navigation.ts';

/** The left navigation; `onFollow` closes the drawer on a phone. */
export function NavLinks({ onFollow }: { onFollow?: () => void }) {
  return (
    <nav aria-label="Main" className={classes.nav}>
      {navigation.map((group) => (
        <NavGroupLinks key={group.label ?? 'top'} group={group} onFollow={onFollow} />
      ))}
    </nav>
  );
}

function NavGroupLinks({ group, onFollow }: { group: NavGroup; onFollow: (() => void) | undefined }) {
  const { role } = useMe();
  const labelId = useId();
  const items = group.items.filter((item) => !item.role || hasRole(role, item.role));
  if (items.length === 0) return null;
  return (
    <div className={classes.group}>
      {group.label ? (
        <p id={labelId} className={classes.groupLabel}>
          {group.label}
        </p>
      ) : null}
      <ul className={classes.items} {...(group.label ? { 'aria-labelledby': labelId } : {})}>
        {items.map(({ label, to, icon: IconComponent }) => (
          <li key={to}>
            <Link
              to={to}
              className={classes.link}
              activeOptions={{ exact: to === '/', includeSearch: false }}
              {...(onFollow ? { onClick: onFollow } : {})}
            >
              <IconComponent size={18} stroke={1.7} aria-hidden />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
