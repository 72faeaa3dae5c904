/** Every placeholder of a definition must name something that is there when the template is filled. */
import { isAppError } from '../../errors.ts';
import { compileTemplate } from '../../templates/compile-template.ts';
import { connectorDefinition } from './definition.schema.ts';
import type { ConnectorDefinition } from './definition.ts';
import { listTexts, type MeaningfulText } from './schema-walk.ts';
import type { TemplateName } from './template-names.ts';

type Report = (path: string, problem: string) => void;

/** Scope name → the names below it; undefined = any. */
type Scope = Map<string, ReadonlySet<string> | undefined>;

/** Goes by what the schemas say of each property: how it is read, and which names it may use. */
export function checkTemplates(definition: ConnectorDefinition, report: Report): void {
  for (const found of listTexts(connectorDefinition, definition)) {
    const { at, text, holds } = found;
    if (holds === 'expression' || (holds === 'template' && text.includes('{{')))
      checkNames(text, at, openScope(definition, found), report);
    else if (holds === 'path' || (holds === 'total' && !text.startsWith('headers.')))
      checkPath(text, at, report);
    // A `source` is checked against the fields of its stream, in check-definition.ts.
  }
}

function openScope(definition: ConnectorDefinition, { at, scope }: MeaningfulText): Scope {
  const [part, index] = at.split('.');
  const method = part === 'auth' ? definition.auth[Number(index)] : undefined;
  const stream = part === 'streams' ? definition.streams[Number(index)] : undefined;
  const forms = method ? [method] : definition.auth;
  const below: Partial<Record<TemplateName, ReadonlySet<string>>> = {
    settings: new Set(definition.settings.map(({ key }) => key)),
    fields: new Set(forms.flatMap(({ fields }) => fields.map(({ key }) => key))),
    found: new Set(Object.keys(definition.client.discover?.values ?? {})),
    page: new Set(['number', 'position']),
  };
  const missing = new Set<string>();
  if (stream?.parentStream === undefined) missing.add('parent');
  if (method?.kind !== 'session_login' || !method.preceding) missing.add('preceding');
  if (stream && at.startsWith(`streams.${index}.detail.`) && !stream.detail?.pages) missing.add('page');
  const opened: Scope = new Map();
  for (const entry of scope) {
    const [name = '', only] = entry.split('.');
    if (!missing.has(name))
      opened.set(name, only === undefined ? below[name as TemplateName] : new Set([only]));
  }
  return opened;
}

function checkNames(source: string, at: string, scope: Scope, report: Report): void {
  const compiled = tryCompile(source);
  if ('problem' in compiled) {
    report(at, compiled.problem);
    return;
  }
  for (const path of compiled.paths) {
    const [root = '', name] = path.split(/[.[\]]+/);
    // A global variable by its own name.
    if (/^[A-Z]\w*\.[A-Z]\w*$/.test(path) && scope.has('globals')) continue;
    const names = scope.get(root);
    if (scope.has(root) && (!names || (name !== undefined && names.has(name)))) continue;
    const known = names ? [...names].map((below) => `${root}.${below}`) : [...scope.keys()];
    report(at, `"${path}" is not declared; known here: ${known.join(', ') || 'nothing'}`);
  }
}

/** A path into the vendor's answer: it must be readable, what it finds is the vendor's business. */
function checkPath(path: string, at: string, report: Report): void {
  if (path === '') return;
  const compiled = tryCompile(path);
  if ('problem' in compiled) report(at, compiled.problem);
}

/** Paths a path or template reads, or why it cannot be read itself. */
export function tryCompile(source: string): { paths: readonly string[] } | { problem: string } {
  try {
    return { paths: compileTemplate(source).paths };
  } catch (err) {
    if (!isAppError(err)) throw err;
    return { problem: err.message };
  }
}
