import { describe, expect, test } from 'vitest';
import { type Colors, schemes } from './tokens.ts';

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['body', 'canvas', 'rowHover', 'rowActive'] as const;
const texts = ['text', 'quiet', 'link', 'ok', 'warn', 'bad', 'info', 'neutral'] as const;
const tones = ['ok', 'warn', 'bad', 'info', 'neutral'] as const;
const marks = ['chartCreated', 'chartUpdated', 'chartWarn', 'chartBad', 'chartNeutral'] as const;

describe.each(['light', 'dark'] as const)('colours, %s', (scheme) => {
  const colors: Colors = schemes[scheme];

  test('every text can be read on every ground it stands on (4.5:1)', () => {
    const pairs = [
      ...texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)),
      ...tones.map((tone) => [tone, `${tone}Soft`] as const),
      ['placeholder', 'body'] as const,
    ];
    const weak = pairs.filter(([text, ground]) => contrast(colors[text], colors[ground]) < 4.5);
    expect(weak).toEqual([]);
  });

  test('every mark of a chart stands out from the card (3:1)', () => {
    expect(marks.filter((mark) => contrast(colors[mark], colors.body) < 3)).toEqual([]);
  });
});
