export interface AuditRecord {
  id: number;
  at: string;
  userId: number | null;
  actor: string;
  source: 'ui' | 'api' | 'cli' | 'integration' | 'system';
  action: string;
  targetType: string;
  targetId: string | null;
  targetName: string | null;
  details: Record<string, unknown>;
}
