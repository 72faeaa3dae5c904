/** `1d 2h`, `-1h 30m`, `0s`: seconds in the form that is typed as well. */
export function formatSeconds(seconds: number): string {
  let left = Math.abs(seconds);
  const parts: string[] = [];
  for (const [unit, size] of [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
    ['s', 1],
  ] as const) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(`${count}${unit}`);
  }
  return parts.length === 0 ? '0s' : `${seconds < 0 ? '-' : ''}${parts.join(' ')}`;
}
