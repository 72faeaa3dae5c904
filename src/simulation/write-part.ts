import type { ServerResponse } from 'node:http';

/** Writes a part of a long answer; waits when the other side reads slowly, so that the whole never stands in memory. */
export async function writePart(response: ServerResponse, text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.once('drain', done).once('close', done);
  });
}
