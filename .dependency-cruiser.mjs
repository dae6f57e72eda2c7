/** What each module of src/ may import besides itself; docs/ARCHITECTURE.md tells why. */
const ALLOWED_IMPORTS = {
  platform: [],
  teams: ['platform'],
  events: ['platform', 'teams'],
  webhooks: ['platform', 'teams', 'events'],
  credits: ['platform', 'teams', 'events'],
  jobs: ['platform', 'teams', 'credits', 'events'],
  assets: ['platform', 'teams'],
  providers: ['platform', 'teams'],
  'access-codes': ['platform', 'teams', 'credits', 'events', 'jobs'],
  media: ['platform', 'teams', 'credits', 'jobs', 'providers', 'assets'],
  mcp: ['platform', 'teams', 'credits', 'jobs', 'assets', 'providers', 'media', 'webhooks', 'access-codes'],
  operator: ['platform', 'teams', 'credits', 'jobs', 'assets'],
  health: ['platform'],
};

const MODULES = Object.keys(ALLOWED_IMPORTS);
const PUBLIC_FACE = '[.](module|service|events|errors|types|dto|guard|decorator)[.]ts$';
const TEST_FILES = '([.]spec[.]ts$|^test/)';
const PERSISTENCE = '([.](entity|repository|module)[.]ts$|^src/platform/database/|^migrations/)';

const importsPointDownwards = MODULES.map((module) => ({
  name: `${module}-imports-only-what-it-stands-on`,
  severity: 'error',
  from: { path: `^src/${module}/`, pathNot: TEST_FILES },
  to: { path: '^src/', pathNot: [module, ...ALLOWED_IMPORTS[module]].map((allowed) => `^src/${allowed}/`) },
}));

export default {
  forbidden: [
    ...importsPointDownwards,
    {
      name: 'every-module-is-in-the-table',
      comment: 'A new folder of src/ needs a line in ALLOWED_IMPORTS.',
      severity: 'error',
      from: {},
      to: { path: '^src/[^/]+/', pathNot: `^src/(${MODULES.join('|')}|launch)/` },
    },
    {
      name: 'only-the-public-face-of-another-module',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: '^src/launch/' },
      to: { path: '^src/[^/]+/', pathNot: [PUBLIC_FACE, '^src/$1/', '^src/platform/'] },
    },
    {
      name: 'nothing-imports-the-wiring',
      severity: 'error',
      from: { pathNot: ['^src/[^/]+[.]ts$', '^src/launch/', TEST_FILES] },
      to: { path: ['^src/[^/]+[.]ts$', '^src/launch/'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [TEST_FILES, '^src/(main|.*[.]main)[.]ts$', '^migrations/', '[.]d[.]ts$'],
      },
      to: {},
    },
    {
      name: 'typeorm-stays-in-persistence',
      severity: 'error',
      from: { path: '^src/', pathNot: [PERSISTENCE, TEST_FILES] },
      to: { path: 'node_modules/(@nestjs/)?typeorm/' },
    },
    {
      name: 'the-connection-across-teams-only-in-system-repositories',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: ['[.]system[.]repository[.]ts$', '^src/platform/database/', TEST_FILES],
      },
      to: { path: '^src/platform/database/system-database[.]ts$' },
    },
    {
      name: 'no-tests-in-the-service',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: TEST_FILES },
      to: { path: TEST_FILES },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'A migration that landed must mean the same for ever, whatever becomes of src/.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^(src|test)/' },
    },
    {
      name: 'no-development-dependencies-in-the-service',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: TEST_FILES },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/@types/',
      },
    },
    {
      name: 'no-undeclared-dependencies',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-unresolvable-imports',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
