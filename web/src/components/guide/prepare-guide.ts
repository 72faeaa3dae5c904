/** The page has the connector's name as its heading already: a title at the beginning of the guide is left out. */
export function prepareGuide(markdown: string): string {
  return markdown.replace(/^\s*#[ \t]+[^\n]*(\r?\n|$)/, '').trim();
}

/** Addresses that a guide may lead to: pages of the web and mail. Paths of the repository mean nothing here. */
export function isGuideLink(href: string | undefined): href is string {
  return href !== undefined && /^(https?:\/\/|mailto:)/i.test(href);
}
