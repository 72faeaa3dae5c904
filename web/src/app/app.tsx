import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useDensity } from '../lib/density.ts';
import { DiscardQuestion } from './discard-question.tsx';
import { makeApp } from './make-app.ts';
import { makeCssVariables, theme } from './theme.ts';
import { Toasts } from './toasts.tsx';

// Same key as public/color-scheme.js.
const colorSchemeManager = localStorageColorSchemeManager({ key: 'muster-color-scheme' });

export function App() {
  const [{ queryClient, router }] = useState(makeApp);
  const { measures } = useDensity();
  const cssVariables = useMemo(() => makeCssVariables(measures), [measures]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queryClient}>
        <Toasts />
        <DiscardQuestion />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
