const colors = ['#8a94a3', '#c2c9d2', '#0f6b62'];

/** A grouped bar chart as SVG text, readable on light and dark. */
export function drawBars(
  title: string,
  groups: readonly { label: string; values: readonly number[] }[],
  names: readonly string[],
): string {
  const [barHeight, gap, left, width] = [14, 14, 140, 520];
  const most = Math.max(...groups.flatMap((group) => group.values));
  let y = 64;
  let body = '';
  for (const group of groups) {
    body += `<text x="${left - 10}" y="${y + (barHeight * group.values.length) / 2 + 4}" text-anchor="end">${group.label}</text>`;
    for (const [index, value] of group.values.entries()) {
      const length = Math.max(1, (value / most) * width);
      body += `<rect x="${left}" y="${y}" width="${length.toFixed(1)}" height="${barHeight - 2}" fill="${colors[index]}"/>`;
      body += `<text x="${(left + length + 6).toFixed(1)}" y="${y + barHeight - 4}" font-size="11">${Math.round(value).toLocaleString('en')}</text>`;
      y += barHeight;
    }
    y += gap;
  }
  const legend = names
    .map(
      (name, index) =>
        `<rect x="${left + index * 120}" y="36" width="10" height="10" fill="${colors[index]}"/><text x="${left + 16 + index * 120}" y="45" font-size="12">${name}</text>`,
    )
    .join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="760" height="${y}" viewBox="0 0 760 ${y}" font-family="system-ui, sans-serif" font-size="12" fill="#333"><rect width="760" height="${y}" fill="#fff"/><text x="16" y="22" font-size="15" font-weight="600">${title}</text>${legend}${body}</svg>\n`;
}
