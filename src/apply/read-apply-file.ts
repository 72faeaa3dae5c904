import { type Document, parseDocument } from 'yaml';
import type { ConnectorDefinition } from '../connector-kit/index.ts';
import { isAppError, makeError } from '../errors.ts';
import { decodeText, describeUndecodable, hasReplaced } from '../model/decode-text.ts';
import { findUnstorableIn } from '../model/storable-text.ts';
import { parseOtherServers } from '../vault/credentials/other-servers.ts';
import { type ApplyFile, applyFileSchema } from './apply-file.schema.ts';

export interface ReadOptions {
  content: Buffer;
  file: string;
  environment: Readonly<Record<string, string | undefined>>;
  findDefinition(id: string): ConnectorDefinition | undefined;
}

/** The file with its secrets filled in. Throws APPLY_INVALID with every problem of the file at once, each with its path. */
export function readApplyFile(options: ReadOptions): {
  wanted: ApplyFile;
  secrets: Map<string, Record<string, string>>;
  variables: Map<string, string>;
} {
  const decoded = decodeText([options.content]);
  if (!('text' in decoded))
    throw failure(options.file, [`${describeUndecodable(decoded)}; save the file as UTF-8`]);
  const document = parseDocument(decoded.text, { prettyErrors: true });
  const problems = document.errors.map(
    (error) => `line ${error.linePos?.[0].line ?? '?'}: ${error.message.split('\n')[0]}`,
  );
  if (problems.length > 0) throw failure(options.file, problems);
  const content = readContent(document, options.file);
  const unstorable = findUnstorableIn(content);
  if (unstorable)
    throw failure(options.file, [`${unstorable.path}: holds ${unstorable.problem}, which cannot be stored`]);
  const parsed = applyFileSchema.safeParse(content);
  if (!parsed.success)
    throw failure(
      options.file,
      parsed.error.issues.map((issue) => `${showPath(issue.path)}: ${issue.message}`),
    );
  const wanted = parsed.data;
  const secrets = new Map<string, Record<string, string>>();
  const variables = new Map<string, string>();
  for (const [index, { key, value, isSecret }] of wanted.variables.entries()) {
    const at = `variables[${index}].value`;
    if (typeof value === 'string') {
      if (isSecret)
        problems.push(`${at}: is a secret; write { env: NAME } and put the value into that variable`);
      variables.set(key, value);
      continue;
    }
    const found = readVariable(options.environment, value.env);
    if ('problem' in found) problems.push(`${at}: ${found.problem}`);
    else variables.set(key, found.value);
  }
  for (const [index, credential] of wanted.credentials.entries()) {
    const at = `credentials[${index}]`;
    try {
      // As they are stored, so that a difference is one.
      if (credential.otherServers) credential.otherServers = parseOtherServers(credential.otherServers);
    } catch (err) {
      if (!isAppError(err)) throw err;
      problems.push(`${at}.otherServers: ${err.message}`);
    }
    const method = options
      .findDefinition(credential.connector)
      ?.auth.find((found) => found.id === credential.method);
    if (!method) {
      problems.push(
        `${at}: there is no connector "${credential.connector}" with the method "${credential.method}"`,
      );
      continue;
    }
    const filled: Record<string, string> = {};
    for (const [key, value] of Object.entries(credential.fields)) {
      const field = method.fields.find((found) => found.key === key);
      if (!field)
        problems.push(
          `${at}.fields.${key}: there is no such field; known are ${method.fields.map((found) => found.key).join(', ')}`,
        );
      else if (typeof value !== 'string') {
        const found = readVariable(options.environment, value.env);
        if ('problem' in found) problems.push(`${at}.fields.${key}: ${found.problem}`);
        else filled[key] = found.value;
      } else if (field.isSecret)
        problems.push(
          `${at}.fields.${key}: is a secret; write { env: NAME } and put the value into that variable`,
        );
      else filled[key] = value;
    }
    secrets.set(credential.name, filled);
  }
  for (const [index, integration] of wanted.integrations.entries()) {
    const streams = options.findDefinition(integration.connector)?.streams ?? [];
    if (!streams.some((stream) => stream.id === integration.stream)) {
      problems.push(
        `integrations[${index}]: there is no connector "${integration.connector}" with the stream "${integration.stream}"`,
      );
    }
  }
  for (const [kind, names] of [
    ['variables', wanted.variables.map((item) => item.key.toLowerCase())],
    [
      'placeholders',
      wanted.placeholders.map(
        (item) => `${item.value.trim().toLowerCase()}${item.field ? ` (${item.field})` : ''}`,
      ),
    ],
    ['softwareNames', wanted.softwareNames.map((item) => item.incoming.toLowerCase())],
    ['credentials', wanted.credentials.map((item) => item.name)],
    ['integrations', wanted.integrations.map((item) => item.name)],
  ] as const) {
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) problems.push(`${kind}: "${twice}" is there twice`);
  }
  if (problems.length > 0) throw failure(options.file, problems);
  return { wanted, secrets, variables };
}

function readVariable(
  environment: ReadOptions['environment'],
  name: string,
): { value: string } | { problem: string } {
  const value = environment[name];
  if (value === undefined || value === '') return { problem: `the variable ${name} is not set` };
  if (hasReplaced(value)) return { problem: `the variable ${name} holds bytes that are no UTF-8` };
  return { value };
}

/** Aliases that stand for each other over and over become gigabytes of text; the reader counts them. */
const maxAliasCount = 100;

function readContent(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount }) ?? {};
  } catch (err) {
    if (!(err instanceof ReferenceError || err instanceof RangeError)) throw err;
    throw failure(file, [
      `file: its aliases (*name) stand for too much (${err.message}). Write the values out`,
    ]);
  }
}

function failure(file: string, problems: readonly string[]) {
  return makeError(
    'APPLY_INVALID',
    { file, problems: problems.map((problem) => `  - ${problem}`).join('\n') },
    { details: { problems } },
  );
}

function showPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'file';
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : index === 0 ? String(part) : `.${String(part)}`,
    )
    .join('');
}
