/** Every placeholder of a definition must name something that is there when the template is filled. */
import { isAppError } from '../../errors.ts';
import { compileTemplate } from '../../templates/compile-template.ts';
import {
  type ConnectorDefinition,
  listProbes,
  type Paginator,
  type RequestDefinition,
  type StreamDefinition,
} from './definition.ts';

type Report = (path: string, problem: string) => void;

/** Scope name → the names it has; undefined = any. */
type Scope = Record<string, ReadonlySet<string> | undefined>;

const pageNames = new Set(['number', 'position']);
/** What the vendor added to the redirect, whatever it was; and variables a person makes. */
const open = { globals: undefined };

export function checkTemplates(definition: ConnectorDefinition, report: Report): void {
  const settings = new Set(definition.settings.map(({ key }) => key));
  const allFields = new Set(definition.auth.flatMap((method) => method.fields.map(({ key }) => key)));
  const base: Scope = { ...open, settings, fields: allFields };

  definition.auth.forEach((method, index) => {
    const at = `auth.${index}`;
    const own: Scope = { ...open, fields: new Set(method.fields.map(({ key }) => key)), callback: undefined };
    const check = (name: string, template: string | undefined, scope: Scope = own) =>
      checkText(template, `${at}.${name}`, scope, report);
    const checkAll = (name: string, values: Record<string, string> | undefined, scope: Scope = own) => {
      for (const [key, value] of Object.entries(values ?? {})) check(`${name}.${key}`, value, scope);
    };
    if (method.kind === 'oauth2') {
      check('authorizationUrl', method.authorizationUrl);
      check('tokenUrl', method.tokenUrl);
      check('refreshUrl', method.refreshUrl);
      method.allowedTokenHosts.forEach((host, hostIndex) => {
        check(`allowedTokenHosts.${hostIndex}`, host);
      });
      checkAll('extraAuthorizeParams', method.extraAuthorizeParams);
      checkAll('extraTokenParams', method.extraTokenParams);
      check('help.signOutUrl', method.help?.signOutUrl);
      method.retryWhen?.forEach((passing, passingIndex) => {
        checkPath(passing.when.bodyPath, `${at}.retryWhen.${passingIndex}.when.bodyPath`, report);
      });
      method.errorHints?.forEach((hint, hintIndex) => {
        checkPath(hint.when.bodyPath, `${at}.errorHints.${hintIndex}.when.bodyPath`, report);
      });
    } else if (method.kind === 'api_key') {
      check('placement.name', method.placement.name);
      check('placement.value', method.placement.value);
    } else if (method.kind === 'basic') {
      check('username', method.username);
      check('password', method.password);
    } else {
      if (method.preceding) checkRequest(method.preceding, `${at}.preceding`, { ...own, settings }, report);
      const login = method.preceding ? { ...own, settings, preceding: undefined } : { ...own, settings };
      checkRequest(method.login, `${at}.login`, login, report);
      method.errorHints?.forEach((hint, hintIndex) => {
        checkPath(hint.when.bodyPath, `${at}.errorHints.${hintIndex}.when.bodyPath`, report);
      });
      const answer: Scope = { response: undefined, headers: undefined };
      checkAll('result.headers', method.result.headers, answer);
      checkAll('result.query', method.result.query, answer);
    }
  });

  checkText(definition.client.baseUrl, 'client.baseUrl', { ...base, callback: undefined }, report);
  for (const [name, value] of Object.entries(definition.client.headers))
    checkText(value, `client.headers.${name}`, base, report);
  checkPaginator(definition.client.paginator, 'client.paginator', report);
  checkClientParts(definition, base, report);
  definition.client.responseRules.forEach((rule, index) => {
    checkPath(rule.when.bodyPath, `client.responseRules.${index}.when.bodyPath`, report);
  });
  const { retryHint } = definition.client;
  if (retryHint?.unit === 'sentence') checkPath(retryHint.bodyPath, 'client.retryHint.bodyPath', report);
  listProbes(definition).forEach(({ product, requests }, index) => {
    requests.forEach((request, requestIndex) => {
      const at = product === undefined ? 'check' : `check.${index}.requests.${requestIndex}`;
      checkRequest(request, at, base, report);
    });
  });
  const found = new Set(Object.keys(definition.client.discover?.values ?? {}));
  definition.streams.forEach((stream, index) => {
    checkStreamTemplates(stream, `streams.${index}`, { ...base, found }, report);
  });
}

function checkClientParts({ client }: ConnectorDefinition, base: Scope, report: Report): void {
  const { discover, wake, job } = client;
  if (discover) {
    checkRequest(discover.request, 'client.discover.request', base, report);
    for (const [name, value] of Object.entries(discover.values))
      checkExpression(value, `client.discover.values.${name}`, { ...base, response: undefined }, report);
  }
  if (wake) {
    checkRequest(wake.request, 'client.wake.request', base, report);
    checkRequest(wake.poll, 'client.wake.poll', base, report);
  }
  checkPath(job?.statusPath, 'client.job.statusPath', report);
  checkPath(job?.errorPath, 'client.job.errorPath', report);
}

function checkStreamTemplates(stream: StreamDefinition, at: string, base: Scope, report: Report): void {
  const parent: Scope = stream.parentStream === undefined ? {} : { parent: undefined };
  checkRequest(stream.request, `${at}.request`, { ...base, ...parent, page: pageNames }, report);
  stream.segments?.forEach((segment, index) => {
    const scope = { ...base, ...parent, page: pageNames };
    checkRequest(segment.request, `${at}.segments.${index}.request`, scope, report);
    checkPath(segment.recordsPath, `${at}.segments.${index}.recordsPath`, report);
  });
  stream.alternatives?.forEach((alternative, index) => {
    const scope = { ...base, ...parent, page: pageNames };
    checkRequest(alternative.request, `${at}.alternatives.${index}.request`, scope, report);
    checkPath(alternative.recordsPath, `${at}.alternatives.${index}.recordsPath`, report);
  });
  stream.lookups?.forEach((lookup, index) => {
    const here = `${at}.lookups.${index}`;
    checkRequest(lookup.request, `${here}.request`, { ...base, page: pageNames }, report);
    if (lookup.paginator) checkPaginator(lookup.paginator, `${here}.paginator`, report);
    for (const path of [lookup.recordsPath, lookup.keyPath, lookup.from, ...lookup.keep])
      checkPath(path, here, report);
  });
  checkPresence(stream.presence, `${at}.presence`, base, report);
  const { software } = stream;
  if (software?.from === 'query') {
    checkRequest(software.request, `${at}.software.request`, { ...base, page: pageNames }, report);
    if (software.paginator) checkPaginator(software.paginator, `${at}.software.paginator`, report);
    checkPath(software.recordsPath, `${at}.software.recordsPath`, report);
    checkPath(software.assetIdPath, `${at}.software.assetIdPath`, report);
    checkPresence(software.presence, `${at}.software.presence`, base, report);
  }
  for (const name of ['name', 'version', 'publisher', 'installedAt', 'condition'] as const)
    checkPath(software?.[name], `${at}.software.${name}`, report);
  if (stream.detail) {
    const { request, pages, more } = stream.detail;
    const scope = { ...base, ...parent, item: undefined, ...(pages ? { page: pageNames } : {}) };
    checkRequest(request, `${at}.detail.request`, scope, report);
    if (pages) checkPaginator(pages.paginator, `${at}.detail.pages.paginator`, report);
    checkPath(pages?.recordsPath, `${at}.detail.pages.recordsPath`, report);
    more?.forEach((part, index) => {
      checkRequest(
        part.request,
        `${at}.detail.more.${index}.request`,
        { ...base, ...parent, item: undefined },
        report,
      );
      checkPath(part.path, `${at}.detail.more.${index}.path`, report);
    });
  }
  if (stream.paginator) checkPaginator(stream.paginator, `${at}.paginator`, report);
  checkPath(stream.recordsPath, `${at}.recordsPath`, report);
  checkPath(stream.nativeIdPath, `${at}.nativeIdPath`, report);
  checkPath(stream.suggestedCondition, `${at}.suggestedCondition`, report);
  for (const [name, path] of [
    ['totalPath', stream.totalPath],
    ['completeness.path', stream.completeness.kind === 'total' ? stream.completeness.path : undefined],
  ] as const) {
    if (path !== undefined && !path.startsWith('headers.')) checkPath(path, `${at}.${name}`, report);
  }
  stream.fields.forEach((field, index) => {
    checkPath(field.path, `${at}.fields.${index}.path`, report);
  });
}

function checkPresence(
  presence: StreamDefinition['presence'],
  at: string,
  base: Scope,
  report: Report,
): void {
  if (!presence) return;
  checkRequest(presence.request, `${at}.request`, { ...base, id: undefined }, report);
  if ('idPath' in presence) checkPath(presence.idPath, `${at}.idPath`, report);
  else checkPath(presence.listPath, `${at}.listPath`, report);
}

function checkRequest(request: RequestDefinition, at: string, scope: Scope, report: Report): void {
  const { settings, fields, globals } = scope;
  const hostScope = { settings: settings ?? new Set<string>(), fields, globals, callback: undefined };
  checkText(request.baseUrl, `${at}.baseUrl`, hostScope, report);
  checkText(request.path, `${at}.path`, scope, report);
  for (const part of ['query', 'headers'] as const) {
    for (const [name, value] of Object.entries(request[part] ?? {}))
      checkText(value, `${at}.${part}.${name}`, scope, report);
  }
  if (request.body)
    checkDeep(
      request.body.kind === 'form' ? request.body.values : request.body.value,
      `${at}.body`,
      scope,
      report,
    );
}

function checkDeep(value: unknown, at: string, scope: Scope, report: Report): void {
  if (typeof value === 'string') checkText(value, at, scope, report);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) checkDeep(child, `${at}.${key}`, scope, report);
  }
}

function checkPaginator(paginator: Paginator, at: string, report: Report): void {
  switch (paginator.kind) {
    case 'page':
    case 'offset':
      checkPath(paginator.totalPath, `${at}.totalPath`, report);
      break;
    case 'after_id':
    case 'id_window':
      checkPath(paginator.idPath, `${at}.idPath`, report);
      break;
    case 'cursor':
      for (const path of [paginator.cursorPath, ...(paginator.otherCursorPaths ?? [])])
        checkPath(path, `${at}.cursorPath`, report);
      break;
    case 'next_url':
      checkPath(paginator.path, `${at}.path`, report);
      break;
    case 'template': {
      const scope: Scope = {
        page: new Set(['number']),
        response: undefined,
        headers: undefined,
        links: undefined,
      };
      checkExpression(paginator.stopWhen, `${at}.stopWhen`, scope, report);
      for (const [name, value] of Object.entries(paginator.params))
        checkExpression(value, `${at}.params.${name}`, scope, report);
      break;
    }
    default:
      break;
  }
}

/** A text whose `{{ … }}` are filled; without one it is taken as it stands. */
function checkText(template: string | undefined, at: string, scope: Scope, report: Report): void {
  if (template?.includes('{{')) checkExpression(template, at, scope, report);
}

function checkExpression(source: string, at: string, scope: Scope, report: Report): void {
  const compiled = tryCompile(source);
  if ('problem' in compiled) {
    report(at, compiled.problem);
    return;
  }
  for (const path of compiled.paths) {
    const [root = '', name] = path.split(/[.[\]]+/);
    // A global variable by its own name.
    if (/^[A-Z]\w*\.[A-Z]\w*$/.test(path) && Object.hasOwn(scope, 'globals')) continue;
    if (!Object.hasOwn(scope, root)) {
      report(at, `"${path}" is not declared; known here: ${Object.keys(scope).join(', ')}`);
      continue;
    }
    const names = scope[root];
    if (names && (name === undefined || !names.has(name))) {
      const known = [...names].map((known) => `${root}.${known}`).join(', ') || 'nothing';
      report(at, `"${path}" is not declared; known here: ${known}`);
    }
  }
}

/** A path into the vendor's answer: it must be readable, what it finds is the vendor's business. */
function checkPath(path: string | undefined, at: string, report: Report): void {
  if (path === undefined || path === '') return;
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
