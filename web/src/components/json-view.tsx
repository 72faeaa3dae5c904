import { Box } from '@mantine/core';
import { CopyButton } from './copy-button.tsx';
import classes from './json-view.module.css';

interface JsonViewProps {
  value: unknown;
  /** What this is, for the copy button and for screen readers, e.g. "raw payload". */
  what: string;
  maxHeight?: number;
}

/** Indented JSON with a copy button; the text scrolls inside, also by keyboard. */
export function JsonView({ value, what, maxHeight = 420 }: JsonViewProps) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return (
    <Box className={classes.frame}>
      <div className={classes.copy}>
        <CopyButton value={text} what={what} hasLabel />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section aria-label={what} className={classes.scroller} style={{ maxHeight }} tabIndex={0}>
        <pre className={classes.text}>{text}</pre>
      </section>
    </Box>
  );
}
