import { Text } from '@mantine/core';
import { IconMoodCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Section } from '../../../components/section.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import type { AttentionItem } from '../api/use-overview.ts';
import classes from './overview.module.css';

/** What needs a person, the most urgent first. */
export function AttentionList({ items }: { items: AttentionItem[] }) {
  return (
    <Section title="Needs attention" isFlush>
      {items.length === 0 ? (
        <EmptyState
          icon={IconMoodCheck}
          headingOrder={3}
          title="Nothing needs you"
          text="Failing integrations and credentials that are about to expire would stand here."
        />
      ) : (
        <ul className={classes.list}>
          {items.map((item) => (
            <li key={`${item.link} ${item.title}`} className={classes.item}>
              <StatusBadge status={item.level} />
              <Link to={item.link} className="muster-link">
                {item.title}
              </Link>
              <Text component="span" className={classes.message}>
                {item.message}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
