import type { FieldValue } from './api/record-types.ts';

const text = (value: FieldValue | undefined) =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** What a person is recognised by: the name, with e-mail or username under it. */
export function nameRecord(values: Record<string, FieldValue>): { title: string; subtitle: string } {
  const composed = [text(values.firstName), text(values.lastName)].filter(Boolean).join(' ');
  const title = [text(values.fullName), composed, text(values.email), text(values.username)].find(Boolean);
  const subtitle = [text(values.email), text(values.username)].find(
    (part) => part !== undefined && part !== title,
  );
  return { title: title ?? 'Person without a name', subtitle: subtitle ?? '' };
}
