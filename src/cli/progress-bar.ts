import type { SessionView } from '../sync/session/session-views.queries.ts';

/** One line that is written over: bar, records, rate, pages, time left where the vendor gives a total. */
export function makeProgressBar(stream: NodeJS.WriteStream): {
  show(session: SessionView): void;
  end(): void;
} {
  const width = 24;
  return {
    show({ counts, recordsPerSecond, remainingMs, phase }) {
      const share = counts.expected ? Math.min(1, counts.read / counts.expected) : undefined;
      const bar =
        share === undefined ? ' '.repeat(width) : '█'.repeat(Math.round(share * width)).padEnd(width, '░');
      const parts = [
        `${counts.read.toLocaleString('en')}${counts.expected ? ` of ${counts.expected.toLocaleString('en')}` : ''} records`,
        recordsPerSecond === null ? undefined : `${Math.round(recordsPerSecond).toLocaleString('en')}/s`,
        `${counts.pages} pages`,
        remainingMs === null ? undefined : `${Math.ceil(remainingMs / 1_000)} s left`,
        phase,
      ];
      stream.write(`\r\u001b[2K${bar} ${parts.filter(Boolean).join(' · ')}`);
    },
    end: () => void stream.write('\r\u001b[2K'),
  };
}
