export type Role = 'all' | 'api' | 'worker';

/** What the environment says, checked and typed once; nothing else in the code reads `process.env`. */
export interface EngineConfig {
  role: Role;
  port: number;
  /** An address that somebody chose is kept or refused; only the default may move to the next free port. */
  portChosen: boolean;
  host: string;
  /** Absolute. */
  dataDir: string;
  /** The operator's own models and presets; null: none beside the built-in ones. */
  catalogueDir: string | null;
  /** Where stored files live. */
  storage: StorageConfig;
  /** Without a trailing slash; null until the bound address is known. */
  publicUrl: string | null;
  database: DatabaseConfig;
  migrate: 'auto' | 'off';
  adminToken: string;
  /** The first encrypts and signs, all decrypt and verify. */
  secretKeys: [string, ...string[]];
  trustProxy: boolean | number | string[];
  corsOrigins: string[];
  shutdownGraceMs: number;
  egressAllowCidrs: string[];
  log: { level: LogLevel; format: 'json' | 'pretty' };
  jobs: JobsConfig;
  providers: ProvidersConfig;
  signup: 'off' | 'open';
  limits: { restPerMinute: number; unauthenticatedPerMinute: number; bodyLimitBytes: number };
  /** Of one file that a team brings, and of all that it has brought and not deleted. */
  uploads: { maxBytes: number; perTeamBytes: number };
  links: { answerTtlMs: number; eventTtlMs: number };
  webhooks: WebhooksConfig;
}

export type StorageConfig =
  /** The folder is absolute. */
  { kind: 'disk'; folder: string } | ({ kind: 's3' } & BucketConfig);

export interface BucketConfig {
  /** Without a trailing slash. */
  endpoint: string;
  region: string;
  bucket: string;
  /** Before every name; empty or with a trailing slash. */
  prefix: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export interface DatabaseConfig {
  /** True when the engine runs its own PostgreSQL in the data folder. */
  embedded: boolean;
  ownerUrl: string;
  appUrl: string;
  systemUrl: string;
  poolSize: number;
  /** How long an answer may be waited for where not as long as usual; 0: without an end. */
  silenceMs?: number;
}

/** Times that only tests and unusual deployments change. */
export interface JobsConfig {
  leaseMs: number;
  renewMs: number;
  reconcileMs: number;
  maxAttempts: number;
  retryBaseMs: number;
  retryMaxMs: number;
  /** How many renders of the studio run at once in this process. */
  studioSlots: number;
  /** How many films, beside them. */
  studioFilmSlots: number;
}

/** What the contract says; only tests change it. */
export interface WebhooksConfig {
  /** For everything together, from the look-up of the name to the last byte of the answer. */
  timeoutMs: number;
  /** A delivery whose process has not told its outcome by then is taken by another. */
  leaseMs: number;
  /** Before each retry. */
  retryDelaysMs: number[];
  /** How many deliveries a process has under way, of all teams. */
  inFlight: number;
  /** How many of them to one endpoint. */
  inFlightPerEndpoint: number;
  /** An endpoint that only failed for so long is disabled. */
  disableAfterMs: number;
}

/** Providers that are called over the network. */
export type RemoteProviderId =
  | 'fal'
  | 'openai'
  | 'openai-compatible'
  | 'elevenlabs'
  | 'google'
  | 'replicate'
  | 'comfyui'
  | 'runway'
  | 'bfl'
  | 'stability'
  | 'luma'
  | 'luma-agents';

export interface ProvidersConfig {
  each: Record<RemoteProviderId, ProviderSettings>;
  /** How many jobs of one provider this process submits at once. */
  slots: number;
  /** Those that the operator lets be paid twice rather than have a job fail whose submission was not answered. */
  resubmitUnknown: RemoteProviderId[];
  /** For one answer of a provider's API. */
  timeoutMs: number;
  /** For one that is the finished work. */
  renderTimeoutMs: number;
  /** How long a provider that keeps failing is left alone at first. */
  pauseMs: number;
  /** How long a submission that was not answered may still be found or told of. */
  patienceMs: number;
  ownKeys: OwnKeysConfig;
}

/** Keys that teams bring themselves. */
export interface OwnKeysConfig {
  allowed: boolean;
  /** Of the price of a job that is made with one. */
  feePercent: number;
  /** How many jobs this process submits with one of them at once. */
  slots: number;
}

export interface ProviderSettings {
  key: string | null;
  /** Without a trailing slash; null: the vendor's own address. */
  baseUrl: string | null;
}

/** The token to inject the configuration by. */
export const ENGINE_CONFIG = Symbol('EngineConfig');
