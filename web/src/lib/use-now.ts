import { useInterval } from '@mantine/hooks';
import { useState } from 'react';

/** The current instant, renewed every `everyMs`, for texts like "3 minutes ago". */
export function useNow(everyMs = 30_000): Date {
  const [now, setNow] = useState(() => new Date());
  useInterval(() => setNow(new Date()), everyMs, { autoInvoke: true });
  return now;
}
