import { PROVIDER_VARIABLES } from './provider-variables.js';
import type { Variable } from './variable.types.js';

/** Every variable the engine reads. The page docs/configuration.md is made of this table. */
export const VARIABLES = {
  PORT: {
    fallback: '3000',
    example: '8080',
    description:
      'Port to listen on; 0 takes any free one. When unset and 3000 is taken, the next free port is used and printed.',
  },
  HOST: {
    fallback: '127.0.0.1 with the embedded database, else 0.0.0.0',
    example: '0.0.0.0',
    description: 'Address to listen on.',
  },
  PUBLIC_URL: {
    fallback: 'the bound address; required for ROLE=api and ROLE=worker',
    example: 'https://media.example.com',
    description:
      'The address customers reach the engine at; links in answers and events start with it. The same for every process.',
  },
  ROLE: {
    fallback: 'all',
    example: 'worker',
    description:
      '`all`, `api` (answers requests) or `worker` (runs jobs). `api` and `worker` need DATABASE_URL and PUBLIC_URL.',
  },
  DATA_DIR: {
    fallback: '~/.mcp-media-engine',
    example: '/var/lib/engine',
    description:
      'Folder for the embedded database, stored files, generated secrets and `engine.json`, which holds address and pid of the running engine.',
  },
  CATALOGUE_DIR: {
    fallback: 'the folder `catalogue` in DATA_DIR, if it is there',
    example: '/etc/engine/catalogue',
    description:
      'Folder of JSON files that add models and presets, change the built-in ones and name default models ([catalogue.md](catalogue.md)). The same content for every process.',
  },
  STORAGE_URL: {
    fallback: 'the folder `assets` in DATA_DIR',
    example: 's3://engine-files/production?region=eu-central-1',
    description:
      'Where stored files live: `file:///folder`, or `s3://bucket/prefix?region=…&endpoint=…` for Amazon S3 and what speaks like it (`endpoint` for MinIO, R2 and others, by path and not by host name). With several processes a folder must be shared, as one user: files are readable by their owner only. Callers get the same signed links of the engine either way; the bucket stays private.',
  },
  AWS_ACCESS_KEY_ID: {
    fallback: 'required with an s3: address in STORAGE_URL',
    example: 'AKIA…',
    description: 'Key of the bucket. It needs to get, put, delete and list objects.',
  },
  AWS_SECRET_ACCESS_KEY: {
    fallback: 'required with an s3: address in STORAGE_URL',
    example: '<the secret of that key>',
    description: 'Secret of that key.',
  },
  DATABASE_URL: {
    fallback: 'an embedded PostgreSQL in DATA_DIR',
    example: 'postgres://owner:secret@db.example.com:5432/engine',
    description:
      'The owner of the database; it migrates and makes the two roles the engine works as. Needs CREATEROLE unless the roles exist. A direct connection, not a pooler in transaction mode.',
  },
  DATABASE_APP_URL: {
    fallback: 'DATABASE_URL as the role engine_app',
    example: 'postgres://engine_app:secret@db.example.com:5432/engine',
    description:
      "Connection of the role engine_app, which row-level security confines to one team at a time. Its derived password is an HMAC-SHA256 of the owner's password.",
  },
  DATABASE_SYSTEM_URL: {
    fallback: 'DATABASE_URL as the role engine_system',
    example: 'postgres://engine_system:secret@db.example.com:5432/engine',
    description: 'Connection of the role engine_system, for work that crosses teams, such as the dispatcher.',
  },
  DATABASE_POOL_SIZE: {
    fallback: '10',
    example: '20',
    description: 'Most connections of each of the two pools of a process.',
  },
  MIGRATE: {
    fallback: 'auto',
    example: 'off',
    description: '`auto` migrates at start; `off` refuses to start while a migration is pending.',
  },
  REDIS_URL: {
    fallback: 'the queue runs on PostgreSQL',
    example: '',
    description: 'Not supported yet: setting it stops the start.',
  },
  ADMIN_TOKEN: {
    fallback: 'generated, kept in DATA_DIR/admin-token',
    example: '<32 or more random characters>',
    description: "The operator's token, at least 32 characters.",
  },
  SECRET_KEY: {
    fallback: 'generated, kept in DATA_DIR/secret-key; required with DATABASE_URL',
    example: '<32 or more random characters>',
    description:
      'Comma list of keys of at least 32 characters each: the first encrypts and signs, all decrypt and verify.',
  },
  SIGNUP: {
    fallback: 'off',
    example: 'open',
    description:
      '`open` lets anybody make a team on the plan `free`, five an hour per address; `off` leaves it to the operator.',
  },
  TRUST_PROXY: {
    fallback: 'false',
    example: '10.0.0.0/8',
    description:
      '`true`, `false`, the number of proxies in front, or a comma list of their addresses and CIDRs.',
  },
  CORS_ORIGINS: {
    fallback: 'none',
    example: 'https://app.example.com',
    description: 'Comma list of origins whose pages may call the engine from a browser, or `*`.',
  },
  SHUTDOWN_GRACE: {
    fallback: '25',
    example: '60',
    description: 'Seconds that running provider calls get at a stop.',
  },
  EGRESS_ALLOW_CIDRS: {
    fallback: 'none',
    example: '10.20.0.0/16',
    description:
      "Comma list of non-public addresses that customers' URLs may reach. Each start warns about them.",
  },
  LOG_LEVEL: {
    fallback: 'info; warn with the embedded database on a terminal',
    example: 'debug',
    description: '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`.',
  },
  LOG_FORMAT: {
    fallback: 'pretty on a terminal, else json',
    example: 'json',
    description: '`json` or `pretty`.',
  },
  REST_PER_MINUTE: { fallback: '300', example: '600', description: 'Requests a token may make in a minute.' },
  UNAUTHENTICATED_PER_MINUTE: {
    fallback: '60',
    example: '600',
    description:
      'Answers of 401 an address may get in a minute from one process; then 429, before any query.',
  },
  BODY_LIMIT_BYTES: { fallback: '4194304', example: '8388608', description: 'Largest JSON body.' },
  UPLOAD_LIMIT_BYTES: {
    fallback: '104857600',
    example: '524288000',
    description: 'Largest file that a team may upload, or name by an address.',
  },
  UPLOADS_PER_TEAM_BYTES: {
    fallback: '10737418240',
    example: '107374182400',
    description: 'How much of what it uploaded a team may keep; what jobs made does not count.',
  },
  STUDIO_SLOTS: {
    fallback: "the machine's processors less one, at least 1",
    example: '2',
    description: 'Renders of the built-in studio that run at once in a process, films apart.',
  },
  STUDIO_FILM_SLOTS: {
    fallback: '1',
    example: '2',
    description:
      'Films that the built-in studio renders at once in a process, beside the rest. Each uses two processors and up to 700 MB.',
  },
  ...PROVIDER_VARIABLES,
  JOB_MAX_ATTEMPTS: { fallback: '3', example: '5', description: 'Attempts a job gets before it fails.' },
  JOB_RETRY_BASE_SECONDS: {
    fallback: '2',
    example: '10',
    description: 'First pause between attempts; it doubles each time, with jitter.',
  },
  JOB_LEASE_SECONDS: {
    fallback: '30',
    example: '60',
    description:
      'How long a claim on a job lasts without being renewed; it is renewed three times in that time.',
  },
  JOB_RECONCILE_SECONDS: {
    fallback: '5',
    example: '10',
    description: 'How often jobs of dead workers are looked for.',
  },
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof VARIABLES;
