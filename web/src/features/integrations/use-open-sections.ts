import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { SectionState } from '../../components/editable-section.tsx';
import type { Integration } from '../../data/use-integration.ts';

export type SectionName = Integration['missing'][number]['section'];

/** What every section with a form gets. */
export interface IntegrationSectionProps {
  integration: Integration;
  mayChange: boolean;
  state: SectionState;
}

/** Which sections show their form; `goTo` opens one on its tab, brings it into view and puts the focus in it. */
export function useOpenSections() {
  const navigate = useNavigate();
  const [open, setOpen] = useState<ReadonlySet<SectionName>>(new Set());
  const idOf = (name: SectionName) => `section-${name}`;
  const set = (name: SectionName, isOpen: boolean) =>
    setOpen((before) => {
      const next = new Set(before);
      if (isOpen) next.add(name);
      else next.delete(name);
      return next;
    });
  return {
    stateOf: (name: SectionName): SectionState => ({
      id: idOf(name),
      isEditing: open.has(name),
      setEditing: (isOpen) => set(name, isOpen),
    }),
    goTo: async (name: SectionName) => {
      set(name, true);
      await navigate({ to: '.', search: { tab: 'settings' }, resetScroll: false } as never);
      // After the form is rendered.
      requestAnimationFrame(() => {
        const section = document.getElementById(idOf(name));
        section?.scrollIntoView({ block: 'start' });
        section?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true });
      });
    },
  };
}
