import { emptyText, formatExactDateTime, formatRelative } from '../lib/format.ts';
import { useNow } from '../lib/use-now.ts';

/** "3 minutes ago"; the exact instant on hover and for assistive technology through `datetime`. */
export function RelativeTime({
  value,
  fallback = emptyText,
}: {
  value: string | null | undefined;
  fallback?: string;
}) {
  const now = useNow();
  if (!value) return <span style={{ color: 'var(--mantine-color-dimmed)' }}>{fallback}</span>;
  return (
    <time dateTime={value} title={formatExactDateTime(value)}>
      {formatRelative(value, now)}
    </time>
  );
}
