import { useEffect } from 'react';

/** Sets the document title, most specific part first: `Ada Lovelace · People · Muster`. */
export function useTitle(...parts: (string | undefined)[]): void {
  const title = [...parts.filter(Boolean), 'Muster'].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
