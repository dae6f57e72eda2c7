import { NestFactory } from '@nestjs/core';
import 'reflect-metadata';
import { AssetFiles } from '../operator/audit/asset-files.service.js';
import { AuditCommandModule } from '../operator/audit/audit-command.module.js';
import type { Finding } from '../operator/audit/invariant.types.js';
import { readInvariants } from '../operator/audit/invariants-file.js';
import { InvariantsSystemRepository } from '../operator/audit/invariants.system.repository.js';
import type { EngineConfig } from '../platform/config/config.types.js';
import { withDatabase } from '../platform/config/database-urls.js';
import { loadConfig } from '../platform/config/load-config.js';
import { startEmbeddedPostgres } from '../platform/database/embedded/embedded-postgres.js';
import { prepareDatabase } from '../platform/database/prepare-database.js';
import { takePlace } from './one-engine.js';

const EVERYTHING = { since: '', timeoutMs: 0 };

/** `npm run audit:ledger`: a line for each invariant; the exit code is 1 when one is broken or could not be checked. */
async function audit(config: EngineConfig): Promise<boolean> {
  const patient = { ...config, database: { ...config.database, silenceMs: 0 } };
  const engine = await NestFactory.createApplicationContext(AuditCommandModule.with(patient), {
    logger: false,
    abortOnError: false,
  });
  try {
    const repository = engine.get(InvariantsSystemRepository);
    let allHold = true;
    for (const invariant of readInvariants()) {
      allHold = tell(await repository.check(invariant, EVERYTHING)) && allHold;
    }
    return tell(await engine.get(AssetFiles).check(EVERYTHING)) && allHold;
  } finally {
    await engine.close();
  }
}

/** Answers whether it holds. */
function tell(finding: Finding): boolean {
  process.stdout.write(`${lineOf(finding)}\n`);
  return finding.violations === 0 && finding.failure === undefined;
}

function lineOf({ invariant, violations, examples, failure }: Finding): string {
  if (failure !== undefined) return `unknown  ${invariant}: ${failure}`;
  if (violations === 0) return `holds    ${invariant}`;
  return `BROKEN   ${invariant}: ${violations} rows, such as ${JSON.stringify(examples)}`;
}

/**
 * Beside a running engine it uses that one's database. Where none runs it takes the engine's place meanwhile: a server that
 * it starts and stops must not be taken over in between.
 */
async function auditEmbedded(config: EngineConfig): Promise<boolean> {
  const place = await takePlace(config.dataDir, new AbortController().signal);
  if (place === 'given up') return false;
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir });
  const embedded = withDatabase(config, postgres.ownerUrl);
  try {
    // A running engine has done it; a data folder that no engine has used yet lacks it.
    if ('lock' in place) await prepareDatabase(embedded.database, config.migrate);
    return await audit(embedded);
  } finally {
    if ('lock' in place) {
      if (!postgres.adopted) await postgres.stop();
      place.lock.release();
    }
  }
}

try {
  const config = loadConfig(process.env);
  const allHold = await (config.database.embedded ? auditEmbedded(config) : audit(config));
  process.exitCode = allHold ? 0 : 1;
} catch (error) {
  process.stderr.write(`The audit did not run: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
