import { Alert, type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import { type Colors, type DensityMeasures, schemes, spacing, type, widths } from '../lib/tokens.ts';

/** Harbour green-blue: shade 7 on white and white on shade 7 are both above 6:1. */
const harbor: MantineColorsTuple = [
  '#e8f7f6',
  '#d0ecea',
  '#a2d9d6',
  '#6fc4c1',
  '#48b0af',
  '#2a989a',
  '#157d82',
  '#0b646a',
  '#0a525a',
  '#083f47',
];

/** Mantine's dark greys, a little blue, so that inputs and menus fit the page. */
const dark: MantineColorsTuple = [
  '#dde3e7',
  '#b6c0c6',
  '#8a969e',
  '#66737c',
  '#3a454c',
  '#2f393f',
  '#1f272c',
  '#171c20',
  '#12171a',
  '#0d1114',
];

/** Which of our tones an Alert's colour means. */
const alertTones: Record<string, string> = { red: 'bad', yellow: 'warn', green: 'ok' };

/** The list of options scrolls itself: Mantine's scroll area around it cannot be reached by keyboard. */
const plainOptions = { withScrollArea: false };
const scrollingOptions = { options: { maxHeight: 260, overflowY: 'auto' as const } };

const selectText = (event: { currentTarget: HTMLInputElement }) => {
  if (!event.currentTarget.readOnly) event.currentTarget.select();
};

const strongTitle = { title: { fontSize: '1rem', fontWeight: 600 } };

export const theme = createTheme({
  colors: { harbor, dark },
  primaryColor: 'harbor',
  // White text stands on both shades; Mantine picks the text colour without knowing the scheme.
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  focusRing: 'auto',
  respectReducedMotion: true,
  defaultRadius: 'sm',
  cursorType: 'pointer',
  fontFamily: type.text,
  fontFamilyMonospace: type.mono,
  fontSizes: type.sizes,
  lineHeights: type.lines,
  spacing,
  headings: { fontWeight: '600', sizes: type.headings },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: {
      defaultProps: { size: 'sm', visibilityToggleButtonProps: { 'aria-label': 'Show or hide the value' } },
    },
    Textarea: { defaultProps: { size: 'sm', autosize: true, minRows: 3 } },
    Select: {
      defaultProps: {
        size: 'sm',
        checkIconPosition: 'right',
        comboboxProps: { shadow: 'md' },
        // What is typed into a searchable one takes the place of what is chosen, and is not put behind it.
        onFocus: selectText,
        onClick: selectText,
        ...plainOptions,
      },
      styles: scrollingOptions,
    },
    MultiSelect: { defaultProps: plainOptions, styles: scrollingOptions },
    TagsInput: { defaultProps: plainOptions, styles: scrollingOptions },
    Modal: {
      defaultProps: {
        closeButtonProps: { 'aria-label': 'Close' },
        centered: true,
        overlayProps: { backgroundOpacity: 0.45 },
        transitionProps: { duration: 120 },
      },
      styles: strongTitle,
    },
    Drawer: {
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' }, transitionProps: { duration: 120 } },
      styles: strongTitle,
    },
    Notification: {
      defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } },
      // Mantine's grey on white has 3.3:1.
      styles: { description: { color: 'var(--mantine-color-text)' }, title: { fontWeight: 600 } },
    },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Tooltip: {
      defaultProps: { openDelay: 300, withArrow: true, events: { hover: true, focus: true, touch: false } },
    },
    Alert: Alert.extend({
      vars: (_theme, { color }) => {
        const tone = alertTones[color ?? ''] ?? 'info';
        return {
          root: { '--alert-bg': `var(--muster-${tone}-soft)`, '--alert-color': `var(--muster-${tone})` },
        };
      },
    }),
    Popover: { defaultProps: { shadow: 'md' } },
    Menu: {
      defaultProps: { shadow: 'md', transitionProps: { duration: 80 }, withInitialFocusPlaceholder: false },
    },
  },
});

/** The tokens as CSS variables, and Mantine's own where its defaults are below 4.5:1. */
export const makeCssVariables =
  (density: DensityMeasures): CSSVariablesResolver =>
  () => ({
    variables: {
      '--muster-page-width': widths.page,
      '--muster-rail-width': widths.rail,
      '--muster-measure': widths.measure,
      '--muster-figure-size': type.figure,
      '--muster-row-height': `${density.rowHeight}px`,
      '--muster-pad': density.pad,
      '--muster-gap': density.gap,
      '--muster-pair-pad': density.pairPad,
    },
    light: listColors(schemes.light),
    dark: {
      ...listColors(schemes.dark),
      '--mantine-color-gray-light-color': '#c8d0d5',
      '--mantine-color-gray-text': '#b6c0c6',
      '--mantine-color-default': '#1e252a',
      '--mantine-color-default-hover': '#263036',
    },
  });

function listColors(colors: Colors): Record<string, string> {
  return {
    '--mantine-color-body': colors.body,
    '--mantine-color-text': colors.text,
    '--mantine-color-dimmed': colors.quiet,
    '--mantine-color-placeholder': colors.placeholder,
    '--mantine-color-error': colors.bad,
    '--mantine-color-anchor': colors.link,
    '--mantine-color-gray-light-color': '#3c464d',
    '--mantine-color-gray-text': colors.neutral,
    '--mantine-color-default-border': colors.border,
    '--muster-canvas': colors.canvas,
    '--muster-line': colors.line,
    '--muster-row-hover': colors.rowHover,
    '--muster-row-active': colors.rowActive,
    '--muster-ok': colors.ok,
    '--muster-ok-soft': colors.okSoft,
    '--muster-warn': colors.warn,
    '--muster-warn-soft': colors.warnSoft,
    '--muster-bad': colors.bad,
    '--muster-bad-soft': colors.badSoft,
    '--muster-info': colors.info,
    '--muster-info-soft': colors.infoSoft,
    '--muster-neutral': colors.neutral,
    '--muster-neutral-soft': colors.neutralSoft,
    '--muster-chart-created': colors.chartCreated,
    '--muster-chart-updated': colors.chartUpdated,
    '--muster-chart-warn': colors.chartWarn,
    '--muster-chart-bad': colors.chartBad,
    '--muster-chart-neutral': colors.chartNeutral,
  };
}
