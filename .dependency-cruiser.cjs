/** The import walls of the design: who may import whom. `npm test` checks them. */
const {
  anyTest,
  houses,
  makeClassWalls,
  makeRoomWalls,
  sourceClasses,
} = require('./scripts/checks/source-places.ts');

const [test] = anyTest;
const effects = '(fs|net|http|https|http2|dns|tls|child_process|timers|worker_threads)(/|$)';
const pure = sourceClasses.pure.places.map((place) => `^src/${place}/`);
const ground = [...pure, '^src/(errors|redact)\\.ts$'];
/** The part of a service that is as pure as the core. */
const deciding = '^src/sync/decide/(decide|placeholders|describe-decision)\\.ts$';

module.exports = {
  forbidden: [
    ...makeClassWalls(),
    ...houses.flatMap(makeRoomWalls),
    {
      name: 'pure-core-has-no-effects',
      severity: 'error',
      from: { path: [...pure, deciding], pathNot: anyTest },
      to: { path: [`^(node:)?${effects}`, 'node_modules/(pg|pg-boss|undici|fastify|pino)/'] },
    },
    {
      name: 'deciding-is-pure',
      comment:
        'What becomes of a record is decided from values alone, so that a test can say it in one line.',
      severity: 'error',
      from: { path: deciding },
      to: {
        path: '^src/',
        pathNot: [...ground, deciding, '^src/sync/(run|batch-run)\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'deciding-knows-no-services',
      severity: 'error',
      from: { path: deciding },
      to: {
        path: '^src/(?!sync/)|\\.queries\\.ts$',
        pathNot: ground,
      },
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
      name: 'connector-kit-has-one-entry',
      comment: 'Whoever uses the kit, tests included, takes it from its index; only the kit knows its rooms.',
      severity: 'error',
      from: { pathNot: '^src/connector-kit/' },
      to: { path: '^src/connector-kit/', pathNot: '^src/connector-kit/index\\.ts$' },
    },
    {
      name: 'definitions-know-no-simulation',
      severity: 'error',
      from: {
        path: '^connectors/[^/]+/',
        pathNot: [...anyTest, '^connectors/[^/]+/simulator(\\.ts$|/)'],
      },
      to: { path: '^src/simulation/|^connectors/[^/]+/simulator' },
    },
    {
      name: 'connectors-do-not-know-each-other',
      severity: 'error',
      from: { path: '^connectors/([^/]+)/', pathNot: anyTest },
      to: { path: '^connectors/', pathNot: '^connectors/$1/' },
    },
    {
      name: 'only-edges-and-root-know-vendors',
      severity: 'error',
      from: { path: '^src/', pathNot: [...anyTest, '^src/(main\\.ts$|cli/)'] },
      to: { path: '^connectors/' },
    },
    {
      name: 'only-http-speaks-fastify',
      severity: 'error',
      from: { path: '^src/', pathNot: [...anyTest, '^src/http/'] },
      to: { path: 'node_modules/(@fastify/|fastify)' },
    },
    {
      name: 'http-contains-no-sql',
      comment: 'Routes call the public functions of services; of a queries file they may know types only.',
      severity: 'error',
      from: { path: '^src/http/', pathNot: anyTest },
      to: {
        path: '\\.queries\\.ts$|node_modules/(pg|pg-copy-streams|pg-boss)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'features-do-not-know-each-other',
      comment: 'What two features need stands below them, so there is no circle among features, nor a chain.',
      severity: 'error',
      from: { path: '^web/src/features/([^/]+)/', pathNot: anyTest },
      to: { path: '^web/src/features/', pathNot: '^web/src/features/$1/' },
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
      to: { path: ['^test/', test] },
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
      from: {},
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
