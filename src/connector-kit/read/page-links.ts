/** Link header (RFC 8288): rel → target. A target that is no address, such as `<None>`, means there is none. */
export function parseLinks(headers: Record<string, string | string[]>): Record<string, string> {
  const value = headers.link;
  const text = Array.isArray(value) ? value.join(', ') : (value ?? '');
  const links: Record<string, string> = {};
  for (const [, target = '', params = ''] of text.matchAll(
    /<([^>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^",;\s]+))*)/g,
  )) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^",;\s]+))/i.exec(params);
    if (/^(none|null|undefined)?$/i.test(target.trim())) continue;
    for (const name of (rel?.[1] ?? rel?.[2] ?? '').split(/\s+/).filter(Boolean))
      links[name] ??= target.trim();
  }
  return links;
}
