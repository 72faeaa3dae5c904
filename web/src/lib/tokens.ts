/**
 * Every measure and colour of the pages, in one place: the theme and the CSS variables are made of these, and nothing
 * else names a pixel of type, a width of content or the colour of a state.
 */

/** Type scale in rem; lines are a whole number of pixels at 16 px. */
export const type = {
  sizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lines: { xs: '1.35', sm: '1.4', md: '1.5', lg: '1.5', xl: '1.5' },
  headings: {
    h1: { fontSize: '1.375rem', lineHeight: '1.3' },
    h2: { fontSize: '0.9375rem', lineHeight: '1.4' },
    h3: { fontSize: '0.875rem', lineHeight: '1.4' },
  },
  figure: '1.375rem',
  /** Shipped with the pages (see app/fonts.css); the second is of the same width until it is there. */
  text: "'Inter Variable', 'Inter Fallback', system-ui, sans-serif",
  mono: "ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace",
} as const;

/** Spacing scale in rem: 4, 8, 12, 16, 24, 32 px. */
export const spacing = {
  '2xs': '0.25rem',
  xs: '0.5rem',
  sm: '0.75rem',
  md: '1rem',
  lg: '1.5rem',
  xl: '2rem',
} as const;

export const widths = {
  /** Of the content of every page. */
  page: '105rem',
  /** Of the column of facts at the right. */
  rail: '20rem',
  /** Of a line that is read. */
  measure: '68ch',
  /** Below it there is one column, and lists are cards. */
  phone: '48em',
  /** Below it the rail stands under the content. */
  rails: '75em',
} as const;

export const phoneQuery = `(max-width: ${widths.phone})`;

/** How close things stand. Heights of rows are numbers: lists of any length reckon with them. */
export const densities = {
  comfortable: {
    label: 'Comfortable',
    rowHeight: 38,
    cardHeight: 76,
    pad: '1rem',
    gap: '1rem',
    pairPad: '6px',
  },
  compact: {
    label: 'Compact',
    rowHeight: 30,
    cardHeight: 66,
    pad: '0.75rem',
    gap: '0.75rem',
    pairPad: '3px',
  },
} as const;
export type Density = keyof typeof densities;
export type DensityMeasures = (typeof densities)[Density];

/** Text on its ground: each pair has at least 4.5:1, marks of charts and controls at least 3:1 (tokens.test.ts). */
export const schemes = {
  light: {
    body: '#ffffff',
    canvas: '#f7f8f9',
    text: '#1b2227',
    quiet: '#59646c',
    placeholder: '#6b757d',
    link: '#0b646a',
    line: '#e4e8ea',
    border: '#d3d9dd',
    rowHover: '#f2f6f6',
    rowActive: '#e3f1f0',
    ok: '#146c43',
    okSoft: '#e2f3ea',
    warn: '#8a4b08',
    warnSoft: '#fdf0dc',
    bad: '#b42318',
    badSoft: '#fdeae8',
    info: '#1f5a9e',
    infoSoft: '#e6effa',
    neutral: '#4a555c',
    neutralSoft: '#edf0f2',
    chartCreated: '#178285',
    chartUpdated: '#3f7fc9',
    chartWarn: '#b9761a',
    chartBad: '#c93a2b',
    chartNeutral: '#84919a',
  },
  dark: {
    body: '#171c20',
    canvas: '#11161a',
    text: '#dde3e7',
    quiet: '#9aa6ae',
    placeholder: '#8a969e',
    link: '#6fc4c1',
    line: '#272f35',
    border: '#3a454c',
    rowHover: '#1e272c',
    rowActive: '#1c3336',
    ok: '#6fd3a0',
    okSoft: '#12352a',
    warn: '#f2b866',
    warnSoft: '#3a2a12',
    bad: '#ff9a8d',
    badSoft: '#42201d',
    info: '#8fbdf2',
    infoSoft: '#1a2e47',
    neutral: '#b6c0c6',
    neutralSoft: '#262f35',
    chartCreated: '#3aa9a8',
    chartUpdated: '#5b9be6',
    chartWarn: '#e0a040',
    chartBad: '#e5685a',
    chartNeutral: '#6b7780',
  },
} as const;
export type Colors = Record<keyof (typeof schemes)['light'], string>;
