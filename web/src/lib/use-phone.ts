import { useMediaQuery } from '@mantine/hooks';
import { phoneQuery } from './tokens.ts';

/** Whether the window is as narrow as a phone's: one column, lists as cards, actions at the lower edge. */
export function usePhone(): boolean {
  return useMediaQuery(phoneQuery, false, { getInitialValueInEffect: false });
}
