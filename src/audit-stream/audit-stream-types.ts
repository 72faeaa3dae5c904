export const streamKinds = ['file', 'syslog'] as const;
export type StreamKind = (typeof streamKinds)[number];

export interface AuditStreamRow {
  kind: StreamKind;
  /** The file, or the address of the receiver. */
  target: string;
  /** Every entry up to this one has arrived. */
  sentId: number;
  sentAt: Date | null;
  /** A process with the setting has looked after the stream then. */
  attendedAt: Date;
  failingSince: Date | null;
  failureCount: number;
  error: string | null;
  nextTryAt: Date | null;
  /** When the oldest entry that waits was written. */
  waitingSince: Date | null;
  /** Entries that wait; counting stops at `waitingLimit`. */
  waitingCount: number;
}

export const waitingLimit = 10_000;
