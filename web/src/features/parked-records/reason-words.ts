const words: Record<string, string> = {
  KEYS_DISAGREE: 'Its keys disagree',
  SYNC_KEYS_DISAGREE: 'Its keys name several records',
  UNIQUE_VALUE_TAKEN: 'Another record has a unique value',
  DUPLICATE_IN_SOURCE: 'Twice at the source',
};

/** A reason in a few words; what the list does not know yet is shown as it is. */
export const reasonWords = (code: string): string => words[code] ?? code;
