import { NestFactory } from '@nestjs/core';
import 'reflect-metadata';
import type { EngineConfig } from '../../platform/config/config.types.js';
import { withDatabase } from '../../platform/config/database-urls.js';
import { loadConfig } from '../../platform/config/load-config.js';
import { startEmbeddedPostgres } from '../../platform/database/embedded/embedded-postgres.js';
import { AuditCommandModule } from './audit-command.module.js';
import type { Finding } from './invariant.types.js';
import { readInvariants } from './invariants-file.js';
import { InvariantsSystemRepository } from './invariants.system.repository.js';

const EVERYTHING = { since: '', timeoutMs: 0 };

/** `npm run audit:ledger`: a line for each invariant; the exit code is 1 when one is broken or could not be checked. */
async function audit(config: EngineConfig): Promise<boolean> {
  const engine = await NestFactory.createApplicationContext(AuditCommandModule.with(config), {
    logger: false,
    abortOnError: false,
  });
  try {
    const repository = engine.get(InvariantsSystemRepository);
    let allHold = true;
    for (const invariant of readInvariants()) {
      const finding = await repository.check(invariant, EVERYTHING);
      process.stdout.write(`${lineOf(finding)}\n`);
      allHold &&= finding.violations === 0 && finding.failure === undefined;
    }
    return allHold;
  } finally {
    await engine.close();
  }
}

function lineOf({ invariant, violations, examples, failure }: Finding): string {
  if (failure !== undefined) return `unknown  ${invariant}: ${failure}`;
  if (violations === 0) return `holds    ${invariant}`;
  return `BROKEN   ${invariant}: ${violations} rows, such as ${JSON.stringify(examples)}`;
}

/** The embedded database may be running for an engine; then it stays. */
async function auditEmbedded(config: EngineConfig): Promise<boolean> {
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir });
  try {
    return await audit(withDatabase(config, postgres.ownerUrl));
  } finally {
    if (!postgres.adopted) await postgres.stop();
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
