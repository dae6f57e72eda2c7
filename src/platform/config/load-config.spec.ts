import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './config-problems.js';
import { loadConfig } from './load-config.js';

const KEY = 'k'.repeat(32);
let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'engine-config-'));
});

afterEach(() => rmSync(dataDir, { recursive: true }));

function problemsOf(environment: Record<string, string>): ConfigError {
  try {
    loadConfig({ DATA_DIR: dataDir, ...environment });
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('The configuration was accepted.');
}

test('an empty environment is a whole configuration with the embedded database', () => {
  const config = loadConfig({ DATA_DIR: dataDir });
  expect(config).toMatchObject({
    role: 'all',
    port: 3000,
    portChosen: false,
    host: '127.0.0.1',
    publicUrl: null,
  });
  expect(config.database.embedded).toBe(true);
  expect(config.jobs).toMatchObject({ leaseMs: 30_000, renewMs: 10_000, reconcileMs: 5_000, maxAttempts: 3 });
});

test('every problem is named at once', () => {
  const { problems } = problemsOf({
    PORT: 'http',
    ROLE: 'boss',
    LOG_LEVEL: 'loud',
    TRUST_PROXY: '10.0.0.0/64',
    EGRESS_ALLOW_CIDRS: '10.0.0.1',
    CORS_ORIGINS: 'https://app.example.com/path',
    PUBLIC_URL: 'media.example.com',
    REDIS_URL: 'redis://localhost',
    STORAGE_URL: 's3://bucket?colour=red',
    SIGNUP: 'sometimes',
    JOB_MAX_ATTEMPTS: '2.5',
    FAL_KEY: 'two\nlines',
    DATABASE_URL: 'mysql://u:p@h/d',
  });
  expect(problems.map(({ variable }) => variable).toSorted()).toEqual([
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'CORS_ORIGINS',
    'DATABASE_URL',
    'EGRESS_ALLOW_CIDRS',
    'FAL_KEY',
    'JOB_MAX_ATTEMPTS',
    'LOG_LEVEL',
    'PORT',
    'PUBLIC_URL',
    'REDIS_URL',
    'ROLE',
    'SECRET_KEY',
    'SIGNUP',
    'STORAGE_URL',
    'TRUST_PROXY',
  ]);
});

test('a problem never shows the value, and nothing is generated for a configuration that is refused', () => {
  const { message } = problemsOf({
    ADMIN_TOKEN: 'short-admin',
    SECRET_KEY: 'short-key',
    DATABASE_URL: 'postgres://owner:hunter2%@/engine',
    REDIS_URL: 'redis://:hunter3@h',
  });
  expect(message).not.toMatch(/short-admin|short-key|hunter/);
  expect(existsSync(join(dataDir, 'secret-key'))).toBe(false);
});

test('secrets that nobody set are made once and readable by the owner only', () => {
  const first = loadConfig({ DATA_DIR: dataDir });
  const second = loadConfig({ DATA_DIR: dataDir });
  expect(second.adminToken).toBe(first.adminToken);
  expect(second.secretKeys).toEqual(first.secretKeys);
  expect(readFileSync(join(dataDir, 'admin-token'), 'utf8').trim()).toBe(first.adminToken);
  expect(statSync(join(dataDir, 'secret-key')).mode & 0o777).toBe(0o600);
});

test('the roles of the database derive from the password of its owner', () => {
  const owner = 'postgresql://owner:p%40ss@db.example.com:6543/engine?sslmode=require';
  const { database } = loadConfig({ DATA_DIR: dataDir, DATABASE_URL: owner, SECRET_KEY: `${KEY},${KEY}` });
  const app = new URL(database.appUrl);
  expect(app.host + app.pathname + app.search).toBe('db.example.com:6543/engine?sslmode=require');
  expect(app.username).toBe('engine_app');
  expect(app.password).toBe('96201b5861fc5077131e4d0bf6663b485d774152ed541b4e39edb35f9a31676f');
  expect(new URL(database.systemUrl).username).toBe('engine_system');
  expect(new URL(database.systemUrl).password).not.toBe(app.password);
});

test('an owner without a password needs both other addresses', () => {
  const owner = 'postgres://owner@db.example.com/engine';
  expect(problemsOf({ DATABASE_URL: owner, SECRET_KEY: KEY }).problems).toHaveLength(1);
  const explicit = {
    DATABASE_APP_URL: 'postgres://engine_app@h/engine',
    DATABASE_SYSTEM_URL: 'postgres://engine_system@h/engine',
  };
  const config = loadConfig({ DATA_DIR: dataDir, DATABASE_URL: owner, SECRET_KEY: KEY, ...explicit });
  expect(config.database.appUrl).toBe(explicit.DATABASE_APP_URL);
});

test.each(['api', 'worker'])('ROLE=%s does not start on the embedded database', (role) => {
  expect(problemsOf({ ROLE: role }).message).toMatch(/DATABASE_URL/);
});

test.each(['api', 'worker'])('ROLE=%s needs the address that customers use, for its links', (role) => {
  const split = { ROLE: role, DATABASE_URL: 'postgres://owner:secret@db/engine', SECRET_KEY: KEY };
  expect(problemsOf(split).problems.map(({ variable }) => variable)).toEqual(['PUBLIC_URL']);
  const config = loadConfig({ ...split, DATA_DIR: dataDir, PUBLIC_URL: 'https://media.example.com/' });
  expect(config.publicUrl).toBe('https://media.example.com');
});

test('the data folder is made where it is missing, for nobody else to look into', () => {
  const missing = join(dataDir, 'deep', 'inside');
  const given = { ADMIN_TOKEN: KEY, SECRET_KEY: KEY, DATABASE_URL: 'postgres://owner:secret@db/engine' };
  loadConfig({ ...given, DATA_DIR: missing });
  expect(statSync(missing).mode & 0o777).toBe(0o700);
});

test('an own catalogue is the folder that is named, or the one in the data folder where it is there', () => {
  expect(loadConfig({ DATA_DIR: dataDir }).catalogueDir).toBeNull();
  mkdirSync(join(dataDir, 'catalogue'));
  expect(loadConfig({ DATA_DIR: dataDir }).catalogueDir).toBe(join(dataDir, 'catalogue'));
  expect(loadConfig({ DATA_DIR: dataDir, CATALOGUE_DIR: tmpdir() }).catalogueDir).toBe(tmpdir());
  expect(problemsOf({ CATALOGUE_DIR: join(dataDir, 'none') }).problems).toMatchObject([
    { variable: 'CATALOGUE_DIR' },
  ]);
});
