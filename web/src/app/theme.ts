import { Alert, type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

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
  fontFamily: "Inter, 'Segoe UI', system-ui, -apple-system, 'Noto Sans', 'Liberation Sans', sans-serif",
  fontFamilyMonospace: "'JetBrains Mono', ui-monospace, 'SF Mono', Menlo, 'Liberation Mono', monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.5', lg: '1.5', xl: '1.5' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
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

/** Mantine's defaults for quiet text and errors are below 4.5:1; these are above in both schemes. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1b2227',
    '--mantine-color-dimmed': '#59646c',
    '--mantine-color-placeholder': '#6b757d',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': '#0b646a',
    '--mantine-color-gray-light-color': '#3c464d',
    '--mantine-color-gray-text': '#4a555c',
    '--mantine-color-default-border': '#d3d9dd',
    '--muster-canvas': '#f6f8f8',
    '--muster-line': '#e3e8ea',
    '--muster-row-hover': '#f0f5f5',
    '--muster-row-active': '#e3f1f0',
    '--muster-ok': '#146c43',
    '--muster-ok-soft': '#e2f3ea',
    '--muster-warn': '#8a4b08',
    '--muster-warn-soft': '#fdf0dc',
    '--muster-bad': '#b42318',
    '--muster-bad-soft': '#fdeae8',
    '--muster-info': '#1f5a9e',
    '--muster-info-soft': '#e6effa',
    '--muster-neutral': '#4a555c',
    '--muster-neutral-soft': '#edf0f2',
    '--muster-chart-ok': '#2a989a',
    '--muster-chart-warn': '#d98a1f',
    '--muster-chart-bad': '#c93a2b',
    '--muster-chart-neutral': '#9aa6ae',
  },
  dark: {
    '--mantine-color-body': '#171c20',
    '--mantine-color-text': '#dde3e7',
    '--mantine-color-dimmed': '#9aa6ae',
    '--mantine-color-placeholder': '#8a969e',
    '--mantine-color-error': '#ff9a8d',
    '--mantine-color-anchor': '#6fc4c1',
    '--mantine-color-gray-light-color': '#c8d0d5',
    '--mantine-color-gray-text': '#b6c0c6',
    '--mantine-color-default': '#1e252a',
    '--mantine-color-default-hover': '#263036',
    '--mantine-color-default-border': '#3a454c',
    '--muster-canvas': '#11161a',
    '--muster-line': '#2a3339',
    '--muster-row-hover': '#1e272c',
    '--muster-row-active': '#1c3336',
    '--muster-ok': '#6fd3a0',
    '--muster-ok-soft': '#12352a',
    '--muster-warn': '#f2b866',
    '--muster-warn-soft': '#3a2a12',
    '--muster-bad': '#ff9a8d',
    '--muster-bad-soft': '#42201d',
    '--muster-info': '#8fbdf2',
    '--muster-info-soft': '#1a2e47',
    '--muster-neutral': '#b6c0c6',
    '--muster-neutral-soft': '#262f35',
    '--muster-chart-ok': '#3aa9a8',
    '--muster-chart-warn': '#e0a040',
    '--muster-chart-bad': '#e5685a',
    '--muster-chart-neutral': '#6b7780',
  },
});
