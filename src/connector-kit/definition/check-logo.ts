const elements = new Set(
  'svg g path rect circle ellipse line polyline polygon title desc defs linearGradient radialGradient stop clipPath mask use'.split(
    ' ',
  ),
);
const attributes =
  /^(xmlns|viewBox|width|height|x|y|x1|y1|x2|y2|cx|cy|r|rx|ry|d|points|transform|id|fill|stroke|opacity|offset|mask|role|aria-label|aria-hidden|preserveAspectRatio|gradient(Units|Transform)|clip-path|clip-rule|fill-(rule|opacity)|stroke-(width|linecap|linejoin|miterlimit|dasharray|opacity)|stop-(color|opacity)|clipPathUnits|maskUnits|href)$/;
const tag = /<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g;

/**
 * Why a logo may not be shown; undefined when it may. It is put into pages of other users, so only drawing elements
 * and attributes are let through, and nothing that leads outside of it.
 */
export function findLogoProblem(svg: string): string | undefined {
  const text = svg.trim();
  if (!/^<svg[\s>]/.test(text) || !text.endsWith('</svg>')) return 'must be one <svg> element';
  if (text.length > 20_000) return 'must not be longer than 20,000 characters';
  const rest = text.replace(tag, '');
  if (/[<>]/.test(rest)) return 'contains something that is not a plain SVG element';
  if (/&(?!(amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.test(rest)) return 'contains an unknown entity';
  for (const [, , name = '', list = ''] of text.matchAll(tag)) {
    if (!elements.has(name)) return `contains the element <${name}>, which is not allowed`;
    for (const [, attribute = '', quoted = ''] of list.matchAll(/([\w:-]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
      const value = quoted.slice(1, -1).trim();
      if (!attributes.test(attribute)) return `contains the attribute ${attribute}, which is not allowed`;
      if (attribute === 'href' && !/^#[\w-]+$/.test(value))
        return 'contains a reference to something outside of it';
      if (attribute === 'xmlns' && value !== 'http://www.w3.org/2000/svg') return 'has an unknown xmlns';
      if (attribute !== 'xmlns' && /url\(\s*['"]?(?!#)|:|\\|&/i.test(value))
        return `has a value in ${attribute} that leads outside of it`;
    }
  }
  return undefined;
}
