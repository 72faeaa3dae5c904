/** What a session is called by how it was started. */
export const sessionKinds: Record<string, string> = {
  test: 'Test run',
  preview: 'Preview',
  manual: 'Run now',
  scheduled: 'Scheduled',
  apply: 'Plan applied',
};

export const nameSessionKind = (kind: string): string => sessionKinds[kind] ?? kind;
