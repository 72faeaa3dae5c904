/**
 * The one list of names that mean something in the templates of a definition. Whoever fills templates makes their
 * scope of these names, the check of a definition knows no others, and no global variable may begin with one.
 */
export const templateNames = {
  settings: 'The settings of the integration, by the keys of `settings`.',
  fields: 'The form values of the credential, by the keys of its method (outside `auth`: of any method).',
  globals: 'Global variables; each is also there by its own name, `{{ Acme.Hostname }}`.',
  callback: 'What the vendor added to the redirect when a person signed in.',
  preceding: 'The JSON answer of `preceding`; only where the method has it.',
  response: 'The JSON answer.',
  headers: 'The headers of the answer, names in lower case.',
  links: 'The targets of the `Link` header, by `rel`.',
  found: 'What `client.discover` found, by the keys of its `values`.',
  page: '`page.number` from 1, and in requests `page.position`: what the paging asks for; in details only with `pages`.',
  parent: 'The record of the parent stream; only where the stream has one.',
  item: 'The record whose details are asked for.',
  id: 'The native id of the record that is asked for.',
  tenant:
    'A short text that tells the account of the credential apart: for keys made of ids that every account counts from 1. Only in mappings.',
} as const;

export type TemplateName = keyof typeof templateNames;

export const isTemplateName = (name: string): name is TemplateName => Object.hasOwn(templateNames, name);

/** What a property says of the names its templates may use: `page.number` is that one name only. */
export type ScopeEntry = TemplateName | 'page.number';
