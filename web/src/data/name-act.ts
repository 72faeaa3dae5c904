/** A word of the audit as a person reads it: `credential.created` → `Credential created`, `isSecret` → `Is secret`. */
export function nameAct(name: string): string {
  const words = name
    .replaceAll(/[._-]/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, (_all, end: string, start: string) => `${end} ${start.toLowerCase()}`)
    .replace(/^api /i, 'API ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
