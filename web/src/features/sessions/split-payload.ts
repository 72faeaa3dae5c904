/** One record of a test run: what the vendor sent and what the mapping made of it, as indented JSON. */
export interface PayloadRecord {
  raw: string;
  mapped: string;
  outcome: string;
  reason: string | null;
  issues: { message: string; severity: string }[];
}

type KeepDigits = (key: string, value: unknown, context?: { source?: string }) => unknown;
const json = JSON as unknown as {
  parse(text: string, reviver: KeepDigits): unknown;
  rawJSON?: (text: string) => unknown;
};

/**
 * Splits a test payload into its records without losing digits of numbers beyond 2^53. Undefined where the browser
 * cannot do that, or for a text of another shape; then the text is shown as a whole.
 */
export function splitPayload(text: string): PayloadRecord[] | undefined {
  const { rawJSON } = json;
  if (!rawJSON) return undefined;
  const keepDigits: KeepDigits = (_key, value, context) =>
    typeof value === 'number' && context?.source !== undefined && context.source !== String(value)
      ? rawJSON(context.source)
      : value;
  const items = json.parse(text, keepDigits);
  if (!Array.isArray(items) || !items.every(isItem)) return undefined;
  return items.map((item) => ({
    raw: JSON.stringify(item.raw, null, 2),
    mapped: JSON.stringify(item.mapped, null, 2),
    outcome: String(item.outcome),
    reason: typeof item.reason === 'string' ? item.reason : null,
    issues: Array.isArray(item.issues) ? (item.issues as PayloadRecord['issues']) : [],
  }));
}

function isItem(item: unknown): item is Record<'raw' | 'mapped' | 'outcome' | 'reason' | 'issues', unknown> {
  return typeof item === 'object' && item !== null && 'raw' in item && 'mapped' in item;
}
