import { useLocalStorage } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';

export type View = 'block' | 'list';

/** Block or list view: the address decides, else what was chosen last on this device. */
export function useIntegrationsView(): [View, (view: View) => void] {
  const { view } = useSearch({ from: '/shell/integrations' });
  const navigate = useNavigate();
  const [remembered, remember] = useLocalStorage<View>({
    key: 'muster.integrations.view',
    defaultValue: 'block',
    getInitialValueInEffect: false,
  });
  const choose = (next: View) => {
    remember(next);
    void navigate({
      to: '/integrations',
      search: (before) => ({ ...before, view: next }),
      replace: true,
    });
  };
  return [view === 'block' || view === 'list' ? view : remembered, choose];
}
