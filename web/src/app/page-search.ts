import type { ListSearch } from '../lib/list-types.ts';
import { parseListSearch } from '../lib/search-params.ts';

interface WorkSearch extends ListSearch {
  view?: string;
  tab?: string;
  integration?: string;
  /** Of a session: which of its records are listed. */
  outcome?: string;
}

/** Of integrations and sessions: the list's own search, and which view, tab or integration is shown. */
export function parseWorkSearch(search: Record<string, unknown>): WorkSearch {
  return { ...parseListSearch(search), ...pickTexts(search, ['view', 'tab', 'integration', 'outcome']) };
}

/** Of a new credential: its connector, and the integration that waits for it; the way back leads there. */
export function parseCredentialSearch(search: Record<string, unknown>): {
  connector?: string;
  integration?: string;
} {
  return pickTexts(search, ['connector', 'integration']);
}

function pickTexts<Name extends string>(
  search: Record<string, unknown>,
  names: Name[],
): { [Key in Name]?: string } {
  const found: { [Key in Name]?: string } = {};
  for (const name of names) {
    const value = search[name];
    if (typeof value === 'string') found[name] = value;
  }
  return found;
}
