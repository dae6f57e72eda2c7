import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = import.meta.dirname;

// Jest on Node 20 can't require() an ES module, so those of node_modules are compiled to CommonJS like our own.
const transformIgnorePatterns = [
  `^(?!${root}/(?:${esModulePackages().join('|')})/(?!node_modules/)).*/node_modules/.*(?<!\\.mjs)$`,
];

const compile = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
    },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

const shared = {
  rootDir: root,
  testEnvironment: 'node',
  // Some packages offer ES modules under this condition only.
  testEnvironmentOptions: { customExportConditions: ['node', 'node-addons', 'module-sync'] },
  transform: { '\\.[mc]?[jt]s$': compile },
  transformIgnorePatterns,
  moduleNameMapper: { '^(\\.{1,2}/.+)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  setupFiles: ['<rootDir>/test/jest/refuse-outside-network.ts', 'reflect-metadata'],
  setupFilesAfterEnv: ['<rootDir>/test/jest/clean-up.ts'],
};

export default {
  maxWorkers: 2,
  // Above the patience of the suites, so that they say themselves what they waited for in vain.
  testTimeout: 400_000,
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/src/**/*.spec.ts'] },
    {
      ...shared,
      displayName: 'system',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      globalSetup: '<rootDir>/test/jest/start-postgres.mjs',
      globalTeardown: '<rootDir>/test/jest/stop-postgres.mjs',
    },
  ],
};

function esModulePackages() {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  return Object.keys(packages).filter((folder) => folder !== '' && isEsModule(folder));
}

function isEsModule(folder) {
  try {
    return JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')).type === 'module';
  } catch {
    return false; // optional for another platform, not installed
  }
}
