import { Box, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './welcome-frame.module.css';

interface WelcomeFrameProps {
  title: string;
  text: string;
  children: ReactNode;
}

/** The page outside the shell: sign-in and first visit. */
export function WelcomeFrame({ title, text, children }: WelcomeFrameProps) {
  return (
    <main className={classes.page}>
      <Box className={classes.card}>
        <Stack gap={4} mb="lg">
          <img src="/favicon.svg" alt="Muster" width={40} height={40} className={classes.mark} />
          <Title order={1}>{title}</Title>
          <Text c="dimmed">{text}</Text>
        </Stack>
        {children}
      </Box>
    </main>
  );
}
