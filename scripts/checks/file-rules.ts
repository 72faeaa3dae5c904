import { fieldTypeNames } from '../../src/model/field-types/field-types.ts';
import { isGenerated, isTest, listFiles, readSource, stripComments } from './source-files.ts';

const maxLineCount = 400;

/** Files that may be longer, each with its reason. */
const longFiles: Record<string, string> = {
  'src/errors.ts': 'the error catalog is one list on purpose',
};

/** Names that tools or convention prescribe. */
const allowedName =
  /^(README|CONTRIBUTING|CHANGELOG|SECURITY|LICENSE|NOTICE)(\.md)?$|^\.|^\d{4}_[a-z0-9_]+\.sql$|^__root\.tsx$/;
const kebabName = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
/** Folders whose file names come from elsewhere: recorded vendor files, screenshots, the ServiceNow SDK. */
const foreignNames = /(^|\/)(fixtures|screenshots|results|servicenow-app)\//;

/** How many files and folders may stand directly in a folder, tests aside: what has more wants another room. */
const maxEntryCounts: Record<string, number> = {
  'src/connector-kit': 8,
  'src/sync': 16,
  'src/vault': 8,
};

interface Ban {
  pattern: RegExp;
  instead: string;
  /** Where it is allowed. */
  except: RegExp;
}

/** Field types whose names mean nothing else: form fields and vendor fields have types of their own. */
const fieldTypesOnly = fieldTypeNames.filter(
  (type) => !['number', 'boolean', 'date_time', 'list', 'role', 'person'].includes(type),
);

/** For src/ and connectors/, tests and simulators aside. */
const bans: Ban[] = [
  { pattern: /\bprocess\.env\b/, instead: 'take the value from src/config.ts', except: /^src\/config\.ts$/ },
  {
    pattern: /\bDate\.now\(/,
    instead: 'use the injected clock',
    except: /^src\/(main|cli|clock)\.ts$|^src\/(cli|demo)\//,
  },
  {
    pattern: /\bnew Date\(\s*\)/,
    instead: 'use the injected clock',
    except: /^src\/(main|cli|clock)\.ts$|^src\/(cli|demo)\//,
  },
  {
    pattern: /\bMath\.random\(/,
    instead: 'use node:crypto or the injected random',
    except: /^src\/main\.ts$/,
  },
  {
    pattern: /(?<![\w.$])fetch\(/,
    instead: 'send it through src/egress',
    except: /^src\/(egress|cli|demo)\/|^src\/cli\.ts$/,
  },
  {
    pattern: /\bsetInterval\(/,
    instead: 'schedule a job, or sleep on the injected clock',
    except: /^src\/(main|cli)\.ts$|^src\/cli\//,
  },
  {
    pattern: /^(export )?const [A-Z][A-Z0-9_]*\b/,
    instead: 'write constants in camelCase, as everywhere',
    except: /^$/,
  },
  {
    pattern: new RegExp(`'(${fieldTypesOnly.join('|')})'`),
    instead: 'ask the table of field types, src/model/field-types/field-types.ts',
    except: /^src\/model\/(field-types\/|objects\.ts$)/,
  },
];

/** Checks names, sizes, banned calls and leftovers of every file. Returns one sentence per problem. */
export function checkFileRules(): string[] {
  const paths = listFiles();
  const problems = [...checkEntryCounts(paths), ...checkNumbers(paths)];
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (!foreignNames.test(path) && !allowedName.test(name) && !kebabName.test(name)) {
      problems.push(`${path}: name it in kebab-case`);
    }
    if (!/\.(ts|tsx|mts|mjs|cjs|js)$/.test(path) || isGenerated(path) || /^servicenow-app\//.test(path))
      continue;
    problems.push(...checkSource(path, readSource(path)));
  }
  return problems;
}

/** No two migrations and no two decisions have the same number, as they can when two people add one. Pure, for its test. */
export function checkNumbers(paths: readonly string[]): string[] {
  const taken = new Map<string, string>();
  return paths.flatMap((path) => {
    const [number] =
      /^(?:src\/db\/migrations\/\d+(?=_[^/]+\.sql$)|docs\/decisions\/\d+(?=-))/.exec(path) ?? [];
    if (number === undefined) return [];
    const first = taken.get(number);
    if (first === undefined) taken.set(number, path);
    return first === undefined ? [] : [`${path}: has the number of ${first}; give it the next free one`];
  });
}

/** Compares the entries of folders with how many they may have. Pure, for its test. */
export function checkEntryCounts(
  paths: readonly string[],
  maxCounts: Readonly<Record<string, number>> = maxEntryCounts,
): string[] {
  return Object.entries(maxCounts).flatMap(([folder, maxCount]) => {
    const entries = new Set(
      paths
        .filter((path) => path.startsWith(`${folder}/`) && !isTest(path))
        .map((path) => path.slice(folder.length + 1).split('/')[0]),
    );
    if (entries.size === 0) return [`${folder}: is not there; mend scripts/checks/file-rules.ts`];
    if (entries.size <= maxCount) return [];
    return [`${folder}: ${entries.size} entries, ${maxCount} are allowed; find the newest a room`];
  });
}

/** The rules on the content of one source file. Pure, for its test. */
export function checkSource(path: string, source: string): string[] {
  const problems: string[] = [];
  const lineCount = source.split('\n').length - 1;
  if (lineCount > maxLineCount && !(path in longFiles) && !isTest(path)) {
    problems.push(
      `${path}: ${lineCount} lines; split it, or list it with a reason in scripts/checks/file-rules.ts`,
    );
  }
  const lines = source.split('\n');
  lines.forEach((line, index) => {
    // Written in two parts so that this file passes its own rule.
    if (new RegExp(`\\b(TO${'DO'}|FIX${'ME'})\\b`).test(line))
      problems.push(`${path}:${index + 1}: finish it or write an issue; no leftovers in the code`);
  });
  if (
    /(^|\/)index\.ts$/.test(path) &&
    path !== 'src/connector-kit/index.ts' &&
    /^export .* from /m.test(source)
  ) {
    problems.push(`${path}: no barrel files; import from the file itself`);
  }
  if (!/^(src|connectors)\//.test(path) || isTest(path) || /(^|\/)simulator/.test(path)) return problems;
  stripComments(source)
    .split('\n')
    .forEach((line, index) => {
      for (const ban of bans) {
        if (ban.pattern.test(line) && !ban.except.test(path)) {
          problems.push(
            `${path}:${index + 1}: ${ban.pattern.source.replaceAll(/\\b|\\|\(\?<!.*?\)/g, '')} is not allowed here; ${ban.instead}`,
          );
        }
      }
    });
  return problems;
}
