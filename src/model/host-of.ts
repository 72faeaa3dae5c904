/** Host and port of an address, which may be relative to `base`; undefined when it has none. */
export function hostOf(url: string, base?: string): string | undefined {
  return URL.parse(url, base)?.host || undefined;
}
