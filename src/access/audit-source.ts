export const auditSources = ['ui', 'api', 'cli', 'integration', 'system'] as const;
export type AuditSource = (typeof auditSources)[number];
