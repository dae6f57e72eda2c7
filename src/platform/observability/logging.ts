import { pino, type Logger, type LoggerOptions } from 'pino';
import pretty from 'pino-pretty';
import type { EngineConfig } from '../config/config.types.js';
import { logOutput } from './log-output.js';
import { redactSecrets, scrubSecrets } from './redaction.js';

export type { Logger } from 'pino';

export function createLogger({ level, format }: EngineConfig['log']): Logger {
  const options = loggerOptions(level);
  return format === 'pretty'
    ? pino(options, pretty({ sync: true, singleLine: true }))
    : pino(options, logOutput());
}

export function loggerOptions(level: EngineConfig['log']['level']): LoggerOptions {
  return {
    level,
    base: undefined,
    timestamp: timeOfLine,
    formatters: { level: (label) => ({ level: label }), log: redactSecrets },
    serializers: { err: describeError },
    hooks: { streamWrite: scrubSecrets },
  };
}

let lastMs = 0;
let lastTime = '';

/** As pino writes it; lines of one millisecond share the text. */
function timeOfLine(): string {
  const now = Date.now();
  if (now === lastMs) return lastTime;
  lastMs = now;
  lastTime = `,"time":"${new Date(now).toISOString()}"`;
  return lastTime;
}

interface ErrorDescription {
  type: string;
  message: string;
  code?: unknown;
  stack?: string;
  cause?: ErrorDescription;
}

/** Named fields only: a failed query carries its parameters, and with them prompts and hashes. */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return {
    type: error.name,
    message: error.message,
    code,
    stack: error.stack,
    cause: cause === undefined ? undefined : describeError(cause),
  };
}
