/** The import walls of the design: who may import whom. `npm test` checks them. */
const services = 'egress|vault|records|software|integrations|sync|jobs|itsm|notifications|access';
const pure = 'connector-kit|templates|mapping';
const tests = '\\.(test|e2e)\\.tsx?$';
const anyTest = [tests, '^test/'];
const decide = '^src/sync/decide/decide\\.ts$';
const effects =
  '^node:(fs|net|http|https|http2|dns|tls|child_process|timers|worker_threads)|^(fs|net|http|https|http2|dns|tls|child_process|timers|worker_threads)(/|$)';

module.exports = {
  forbidden: [
    {
      name: 'base-imports-nothing-of-ours',
      comment: 'model, errors and redact are what everything else stands on.',
      severity: 'error',
      from: { path: '^src/(model/|errors\\.ts|redact\\.ts)', pathNot: anyTest },
      to: { path: '^(src|connectors)/', pathNot: '^src/(model/|errors\\.ts|redact\\.ts)' },
    },
    {
      name: 'pure-core-imports-only-pure',
      comment:
        'connector-kit, templates and mapping compute; they never reach for database, network, clock or environment.',
      severity: 'error',
      from: { path: `^src/(${pure})/`, pathNot: anyTest },
      to: { path: '^(src|connectors)/', pathNot: `^src/(model/|errors\\.ts|redact\\.ts|${pure})` },
    },
    {
      name: 'pure-core-has-no-effects',
      severity: 'error',
      from: { path: `^src/(model|${pure})/|${decide}`, pathNot: anyTest },
      to: { path: `${effects}|node_modules/(pg|pg-boss|undici|fastify|pino)/` },
    },
    {
      name: 'pure-core-downwards',
      comment: 'templates, then the connector kit, then mapping, then deciding; never the other way.',
      severity: 'error',
      from: { path: '^src/templates/', pathNot: anyTest },
      to: { path: '^src/(connector-kit|mapping|sync)/' },
    },
    {
      name: 'connector-kit-downwards',
      severity: 'error',
      from: { path: '^src/connector-kit/', pathNot: anyTest },
      to: { path: '^src/(mapping|sync)/' },
    },
    {
      name: 'connector-kit-rooms',
      comment:
        'What a definition may say, then how a vendor is asked, then how a stream is read; never back.',
      severity: 'error',
      from: { path: '^src/connector-kit/(definition|ask)/', pathNot: anyTest },
      to: { path: '^src/connector-kit/(read/|index\\.ts)' },
    },
    {
      name: 'connector-kit-definition-is-below-asking',
      severity: 'error',
      from: { path: '^src/connector-kit/definition/', pathNot: anyTest },
      to: { path: '^src/connector-kit/ask/' },
    },
    {
      name: 'decide-is-pure',
      severity: 'error',
      from: { path: decide },
      to: {
        path: '^src/',
        pathNot: `^src/(model/|errors\\.ts|redact\\.ts|${pure}|sync/)|^src/sync/.*\\.queries\\.ts$`,
      },
    },
    {
      name: 'decide-knows-no-queries',
      severity: 'error',
      from: { path: decide },
      to: { path: '^src/(db|egress|jobs)/|\\.queries\\.ts$|^src/(clock|config)\\.ts$' },
    },
    {
      name: 'connectors-import-only-the-kit',
      comment:
        'A vendor is one folder of data; its simulator and tests may use more of Node, but nothing more of ours.',
      severity: 'error',
      from: { path: '^connectors/', pathNot: [...anyTest, '^connectors/[^/]+\\.ts$'] },
      to: { path: '^src/', pathNot: '^src/(connector-kit|simulation)/' },
    },
    {
      name: 'connectors-do-not-know-each-other',
      severity: 'error',
      from: { path: '^connectors/([^/]+)/', pathNot: anyTest },
      to: { path: '^connectors/', pathNot: '^connectors/$1/' },
    },
    {
      name: 'services-know-no-http-and-no-vendor',
      severity: 'error',
      from: { path: `^src/(${services})/`, pathNot: anyTest },
      to: { path: '^src/(http/|main\\.ts|cli\\.ts|cli/|demo)|^connectors/|node_modules/fastify/' },
    },
    {
      name: 'db-stands-below-the-services',
      severity: 'error',
      from: { path: '^src/db/', pathNot: anyTest },
      to: { path: `^src/(${services}|http|${pure}|main|cli|demo)|^connectors/` },
    },
    {
      name: 'http-contains-no-sql',
      comment: 'Routes call the public functions of services; of a queries file they may know types only.',
      severity: 'error',
      from: { path: '^src/http/', pathNot: anyTest },
      to: {
        path: '\\.queries\\.ts$|^connectors/|node_modules/(pg|pg-copy-streams|pg-boss)/|^src/(main\\.ts|cli\\.ts|cli/|demo)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-the-root-reads-configuration',
      comment: 'Everything below gets its values handed in.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: ['^src/(main|cli|config|clock)\\.ts$', '^src/(cli|demo)/', ...anyTest],
      },
      to: { path: '^src/config\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-imports-the-root',
      severity: 'error',
      from: {
        path: '^(src|connectors|web)/',
        pathNot: ['^src/(main|cli)\\.ts$', '^src/(cli|demo)/', ...anyTest],
      },
      to: { path: '^src/(main|cli)\\.ts$|^src/(cli|demo)/' },
    },
    {
      name: 'web-stands-alone',
      severity: 'error',
      from: { path: '^web/', pathNot: anyTest },
      to: { path: '^(src|connectors|scripts|test|bench)/' },
    },
    {
      name: 'product-imports-no-tests',
      severity: 'error',
      from: { path: '^(src|connectors|web)/', pathNot: anyTest },
      to: { path: ['^test/', tests] },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved-imports',
      severity: 'error',
      from: { pathNot: '^servicenow-app/' },
      to: { couldNotResolve: true, pathNot: '\\?(url|raw|worker)$|^virtual:' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules/.*/node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.css'],
    },
  },
};
