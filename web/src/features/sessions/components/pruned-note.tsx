import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Session } from '../../../data/session-types.ts';

const partNames: Record<Session['deletedByRetention'][number], string> = {
  outcomes: 'outcomes of single records',
  plans: 'plan',
  session_logs: 'log',
  test_payloads: 'test payload',
};

/** Why lists are empty whose counts are not. */
export function PrunedNote({ session }: { session: Session }) {
  if (session.deletedByRetention.length === 0) return null;
  const parts = new Intl.ListFormat('en').format(session.deletedByRetention.map((part) => partNames[part]));
  return (
    <Text size="sm" c="dimmed">
      Deleted by age: its {parts}. Counts and the history of records stay.{' '}
      <Link to="/retention" className="muster-link">
        Retention
      </Link>{' '}
      says how long each is kept.
    </Text>
  );
}
