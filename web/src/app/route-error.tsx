import type { ErrorComponentProps } from '@tanstack/react-router';
import { ErrorState } from '../components/error-state.tsx';

export function RouteError({ error, reset }: ErrorComponentProps) {
  return <ErrorState title="This page could not be shown" error={error} onRetry={reset} />;
}
