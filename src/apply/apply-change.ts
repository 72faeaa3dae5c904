/** What `muster apply` did, or would do, about one part of the file. */
export interface ApplyChange {
  kind: 'variable' | 'software name' | 'placeholder' | 'retention' | 'credential' | 'integration';
  name: string;
  action: 'created' | 'updated' | 'unchanged';
  /** What was changed. */
  changed: string[];
  /** What a person still has to do. */
  note?: string;
}
