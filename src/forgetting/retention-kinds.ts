/** What passes and is forgotten after a time. What people list themselves (records, their history, settings) is not among it. */
export const retentionKinds = {
  sessions: {
    label: 'Sessions',
    what: 'Whole sessions with all that belongs to them. The 30 newest of each integration stay, the last five in which nothing fell silent, and those a parked record names.',
    defaultDays: 365,
  },
  outcomes: {
    label: 'Outcomes of sessions',
    what: 'What became of single records: skipped, failed, warnings. Counts and the history of records stay.',
    defaultDays: 90,
  },
  session_logs: { label: 'Session logs', what: 'The lines of the log of each session.', defaultDays: 90 },
  plans: {
    label: 'Plans of previews',
    what: 'What a preview would have done, with the records of the vendor. Such a plan can no longer be applied.',
    defaultDays: 30,
  },
  test_payloads: {
    label: 'Payloads of test runs and samples',
    what: 'Records of the vendor as test runs and samples read them.',
    defaultDays: 30,
  },
  audit: { label: 'Audit log', what: 'Who did what.', defaultDays: null },
  notifications: { label: 'Notifications', what: 'What people were told.', defaultDays: 90 },
  source_payloads: {
    label: 'Payloads of missing source records',
    what: 'The last version of records that their source no longer has. Record, ids and history stay.',
    defaultDays: 365,
  },
} as const satisfies Record<string, { label: string; what: string; defaultDays: number | null }>;

export type RetentionKind = keyof typeof retentionKinds;
export const retentionKindNames = Object.keys(retentionKinds) as RetentionKind[];
