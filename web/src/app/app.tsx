import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useDensity } from '../lib/density.ts';
import { makeApp } from './make-app.ts';
import { makeCssVariables, theme } from './theme.ts';

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
        <ModalsProvider labels={{ confirm: 'Continue', cancel: 'Cancel' }}>
          {/* Over no button: those stand at the right and at the end of forms. */}
          <Notifications position="top-center" limit={4} containerWidth={400} className="muster-toasts" />
          <RouterProvider router={router} />
        </ModalsProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
