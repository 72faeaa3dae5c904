// Runs before the first paint, so that a dark page does not flash white. Same key as app/providers.tsx.
(() => {
  const stored = localStorage.getItem('muster-color-scheme');
  const isDark =
    stored === 'dark' || (stored !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light');
})();
