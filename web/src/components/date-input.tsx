import { DateInput as MantineDateInput } from '@mantine/dates';
import { type ReactNode, useRef, useState } from 'react';
import { parseLocalDay, parseLocalTime, toInstant, toLocalDay, toLocalTime } from '../lib/local-time.ts';

interface DateInputProps {
  label?: string;
  'aria-label'?: string;
  description?: ReactNode;
  /** An instant; empty for none. A day is its local midnight. */
  value: string;
  onChange: (instant: string) => void;
  /** Day and time instead of the day alone. */
  hasTime?: boolean;
  error?: ReactNode;
  size?: 'xs' | 'sm';
  className?: string;
  disabled?: boolean;
  autoFocus?: boolean;
  /** Inside another pop-over, which a calendar elsewhere on the page would close. */
  isInPopover?: boolean;
}

/** A day, or day and time, of the person's own time zone: typed as ISO writes it, or chosen in the calendar. */
export function DateInput({
  value,
  onChange,
  hasTime = false,
  error,
  isInPopover = false,
  ...input
}: DateInputProps) {
  const text = useRef('');
  const [isUnreadable, setUnreadable] = useState(false);
  const parse = hasTime ? parseLocalTime : parseLocalDay;
  const example = hasTime ? '2026-01-31 08:00' : '2026-01-31';
  return (
    <MantineDateInput
      {...input}
      value={value === '' ? null : (hasTime ? toLocalTime : toLocalDay)(value)}
      onChange={(local) => onChange(local === null ? '' : toInstant(local))}
      valueFormat={hasTime ? 'YYYY-MM-DD HH:mm' : 'YYYY-MM-DD'}
      withTime={hasTime}
      dateParser={parse}
      allowDeselect
      placeholder={`e.g. ${example}`}
      error={isUnreadable ? `Write it like ${example}.` : error}
      // What is wrong stands where the calendar would cover it.
      popoverProps={{ withinPortal: !isInPopover, ...(isUnreadable ? { opened: false } : {}) }}
      hideOutsideDates
      weekendDays={[]}
      ariaLabels={{ previousMonth: 'Previous month', nextMonth: 'Next month' }}
      onInput={(event) => {
        text.current = event.currentTarget.value.trim();
        setUnreadable(false);
      }}
      onBlur={() => {
        // The input shows its last readable value again.
        text.current = '';
        setUnreadable(false);
      }}
      onKeyDown={(event) => {
        // Enter would save the value from before.
        if (event.key !== 'Enter' || text.current === '' || parse(text.current) !== null) return;
        event.preventDefault();
        setUnreadable(true);
      }}
    />
  );
}
