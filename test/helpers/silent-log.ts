import type { Logger } from '../../src/model/logger.ts';

/** A logger that keeps what was logged, for tests that look at it, and prints nothing. */
export function makeMemoryLog(
  lines: { level: string; fields: object; message: string }[] = [],
): Logger & { lines: typeof lines } {
  const write =
    (level: string) =>
    (fields: object | string, message = '') => {
      lines.push(
        typeof fields === 'string' ? { level, fields: {}, message: fields } : { level, fields, message },
      );
    };
  return {
    lines,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: () => makeMemoryLog(lines),
  };
}
