import { mkdirSync, statSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../clock.js';
import { ConfigError } from './config-problems.js';
import type { EngineConfig, JobsConfig, LogLevel, Role, WebhooksConfig } from './config.types.js';
import { readDatabase } from './database-urls.js';
import { type Environment, EnvironmentReader } from './environment-reader.js';
import { keptSecret } from './kept-secrets.js';
import { readNetwork } from './network-settings.js';
import { readProviders } from './provider-settings.js';
import { readStorage } from './storage-settings.js';

const MIGRATE: readonly EngineConfig['migrate'][] = ['auto', 'off'];
const SIGNUP: readonly EngineConfig['signup'][] = ['off', 'open'];
const ROLES: readonly Role[] = ['all', 'api', 'worker'];
const LOG_LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
const SECRET_LENGTH = 32;
/** The last retry is before the links of an event end, whatever the jitter. */
const WEBHOOKS: WebhooksConfig = {
  timeoutMs: 10 * SECOND_MS,
  leaseMs: 30 * SECOND_MS,
  retryDelaysMs: [
    10 * SECOND_MS,
    30 * SECOND_MS,
    2 * MINUTE_MS,
    10 * MINUTE_MS,
    HOUR_MS,
    6 * HOUR_MS,
    DAY_MS,
    3 * DAY_MS,
  ],
  inFlight: 800,
  inFlightPerEndpoint: 8,
  disableAfterMs: 5 * DAY_MS,
};

/** Checks everything before it writes anything: secrets are generated only for a configuration that is whole. */
export function loadConfig(environment: Environment): EngineConfig {
  const from = new EnvironmentReader(environment);
  const database = readDatabase(from);
  const role = readRole(from, database.embedded);
  const dataDir = resolve(from.text('DATA_DIR') ?? join(homedir(), '.mcp-media-engine'));
  const adminToken = readAdminToken(from);
  const secretKeys = readSecretKeys(from, database.embedded);
  refuseSplitWithoutAddress(from, role);
  refuseWhatIsNotThereYet(from);
  const settings = {
    role,
    dataDir,
    catalogueDir: readCatalogueDir(from, dataDir),
    storage: readStorage(from, dataDir),
    ...readNetwork(from, database.embedded),
    database,
    migrate: from.choice('MIGRATE', MIGRATE, 'auto'),
    shutdownGraceMs: from.milliseconds('SHUTDOWN_GRACE', 25, { min: 0, max: 3_600 }),
    log: readLog(from, database.embedded),
    jobs: readJobs(from),
    providers: readProviders(from),
    signup: from.choice('SIGNUP', SIGNUP, 'off'),
    limits: {
      restPerMinute: from.number('REST_PER_MINUTE', 300, { min: 1, max: 1_000_000 }),
      unauthenticatedPerMinute: from.number('UNAUTHENTICATED_PER_MINUTE', 60, { min: 1, max: 1_000_000 }),
      bodyLimitBytes: from.number('BODY_LIMIT_BYTES', 4_194_304, { min: 1_024, max: 268_435_456 }),
    },
    uploads: {
      maxBytes: from.number('UPLOAD_LIMIT_BYTES', 104_857_600, { min: 1_024, max: 5_368_709_120 }),
      perTeamBytes: from.number('UPLOADS_PER_TEAM_BYTES', 10_737_418_240, { min: 1_024, max: 2 ** 50 }),
    },
    links: { answerTtlMs: DAY_MS, eventTtlMs: 7 * DAY_MS },
    webhooks: WEBHOOKS,
  } satisfies Partial<EngineConfig>;
  if (from.problems.length > 0) throw new ConfigError(from.problems);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return {
    ...settings,
    adminToken: adminToken ?? keptSecret(dataDir, 'admin-token'),
    secretKeys: secretKeys ?? [keptSecret(dataDir, 'secret-key')],
  };
}

function readRole(from: EnvironmentReader, embedded: boolean): Role {
  const role = from.choice('ROLE', ROLES, 'all');
  if (embedded && role !== 'all') {
    from.reject(
      'DATABASE_URL',
      `is required for ROLE=${role}: the embedded PostgreSQL serves one process with ROLE=all`,
    );
  }
  return role;
}

/** Events keep the links that a worker signed; its own address leads nobody to the files. */
function refuseSplitWithoutAddress(from: EnvironmentReader, role: Role): void {
  if (role === 'all' || from.text('PUBLIC_URL') !== undefined) return;
  from.reject('PUBLIC_URL', `is required for ROLE=${role}, the same for every process: links start with it`);
}

function readCatalogueDir(from: EnvironmentReader, dataDir: string): string | null {
  const named = from.text('CATALOGUE_DIR');
  const folder = resolve(named ?? join(dataDir, 'catalogue'));
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  if (named !== undefined) from.reject('CATALOGUE_DIR', 'must be a folder that is there');
  return null;
}

function readAdminToken(from: EnvironmentReader): string | undefined {
  const token = from.text('ADMIN_TOKEN');
  if (token !== undefined && !/^[\x21-\x7e]{32,}$/.test(token)) {
    from.reject(
      'ADMIN_TOKEN',
      `must have at least ${SECRET_LENGTH} characters, printable and without spaces`,
    );
  }
  return token;
}

function readSecretKeys(from: EnvironmentReader, embedded: boolean): [string, ...string[]] | undefined {
  const [first, ...others] = from.list('SECRET_KEY');
  if (first === undefined) {
    if (!embedded) from.reject('SECRET_KEY', 'is required with DATABASE_URL, the same for every process');
    return undefined;
  }
  if ([first, ...others].some((key) => key.length < SECRET_LENGTH)) {
    from.reject('SECRET_KEY', `must be a comma list of keys of at least ${SECRET_LENGTH} characters each`);
  }
  return [first, ...others];
}

function refuseWhatIsNotThereYet(from: EnvironmentReader): void {
  if (from.text('REDIS_URL') !== undefined) {
    from.reject('REDIS_URL', 'is not supported yet: the queue runs on PostgreSQL; unset it');
  }
}

/** Whoever tries the engine on a terminal wants to read what it says to them; a line for each request would bury it. */
function readLog(from: EnvironmentReader, embedded: boolean): EngineConfig['log'] {
  const isTerminal = process.stdout.isTTY;
  return {
    level: from.choice('LOG_LEVEL', LOG_LEVELS, embedded && isTerminal ? 'warn' : 'info'),
    format: from.choice('LOG_FORMAT', ['json', 'pretty'], isTerminal ? 'pretty' : 'json'),
  };
}

function readJobs(from: EnvironmentReader): JobsConfig {
  const leaseMs = from.milliseconds('JOB_LEASE_SECONDS', 30, { min: 0.3, max: 3_600 });
  return {
    leaseMs,
    renewMs: Math.round(leaseMs / 3),
    reconcileMs: from.milliseconds('JOB_RECONCILE_SECONDS', 5, { min: 0.1, max: 3_600 }),
    maxAttempts: from.number('JOB_MAX_ATTEMPTS', 3, { min: 1, max: 100 }),
    retryBaseMs: from.milliseconds('JOB_RETRY_BASE_SECONDS', 2, { min: 0.01, max: 3_600 }),
    retryMaxMs: 5 * MINUTE_MS,
    studioSlots: from.number('STUDIO_SLOTS', Math.max(1, availableParallelism() - 1), { min: 1, max: 256 }),
    studioFilmSlots: from.number('STUDIO_FILM_SLOTS', 1, { min: 1, max: 256 }),
  };
}
