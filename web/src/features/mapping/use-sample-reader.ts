import { useEffect, useRef } from 'react';
import type { Integration } from '../../data/use-integration.ts';
import type { Sample } from './api/mapping-types.ts';
import { useRefreshSample } from './api/use-sample.ts';

/** Reads samples from the vendor; the first one by itself as soon as there is a credential to read with. */
export function useSampleReader(integration: Integration, sample: Sample, mayChange: boolean) {
  const { mutate, isPending, error } = useRefreshSample(integration.id);
  const mayRead = mayChange && integration.credentialId !== null;
  const wantsFirst = useRef(sample.fetchedAt === null && mayRead);
  useEffect(() => {
    if (!wantsFirst.current) return;
    wantsFirst.current = false;
    mutate({ params: { path: { id: integration.id } } });
  }, [mutate, integration.id]);
  return { read: () => mutate({ params: { path: { id: integration.id } } }), isPending, error, mayRead };
}

export type SampleReader = ReturnType<typeof useSampleReader>;
