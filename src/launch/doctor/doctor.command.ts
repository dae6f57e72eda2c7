import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { ConfigError } from '../../platform/config/config-problems.js';
import type { EngineConfig } from '../../platform/config/config.types.js';
import { loadConfig } from '../../platform/config/load-config.js';
import { Storage } from '../../platform/storage/storage.js';
import { WorkFolders } from '../../platform/storage/work-folders.js';
import { CatalogueService } from '../../providers/catalogue.service.js';
import { ProvidersService } from '../../providers/providers.service.js';
import { say } from '../terminal.js';
import { checkDatabase } from './database-check.js';
import { DoctorModule } from './doctor.module.js';
import { type Finding, unlessBroken } from './finding.types.js';
import { checkNode } from './node-check.js';
import { checkProviders } from './provider-checks.js';
import { checkPublicUrl } from './public-url-check.js';
import { report } from './report.js';
import { checkSecretKey } from './secret-key-check.js';
import { checkStorage } from './storage-check.js';

const USAGE = `Usage: mcp-media-engine doctor [--json]

Looks at what the engine would start with here: Node.js, configuration, database, files, secrets, its address, and of
each provider whether it takes the key and which models that unlocks. It asks nothing that is paid for. The exit code is 1
when something keeps the engine, or a provider that is set up, from working.`;

/** `npx mcp-media-engine doctor`; answers the exit code. */
export async function run(args: string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const options = optionsOf(args);
  if (!options || options.help) {
    say(USAGE);
    return options ? 0 : 1;
  }
  const findings = await examine(environment);
  const ok = findings.every(({ state }) => state !== 'problem');
  say(options.json ? JSON.stringify({ ok, findings }, null, 2) : report(findings));
  return ok ? 0 : 1;
}

function optionsOf(args: string[]) {
  const options = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch {
    return null;
  }
}

async function examine(environment: NodeJS.ProcessEnv): Promise<Finding[]> {
  const node = checkNode();
  let config: EngineConfig;
  try {
    config = loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return [node, ...error.problems.map(configProblem)];
    return [node, { area: 'configuration', state: 'problem', says: String(error) }];
  }
  const configuration: Finding = { area: 'configuration', state: 'ok', says: 'Every variable is valid.' };
  return [node, configuration, ...(await ofSurroundings(config)), ...(await ofEngine(config))];
}

function configProblem({ variable, message, example }: ConfigError['problems'][number]): Finding {
  const remedy = example === '' ? undefined : `For example: ${variable}=${example}`;
  return { area: 'configuration', state: 'problem', says: `${variable} ${message}.`, remedy };
}

async function ofSurroundings(config: EngineConfig): Promise<Finding[]> {
  const database = await checkDatabase(config).catch((error: unknown): Finding[] => [
    { area: 'database', state: 'problem', says: error instanceof Error ? error.message : String(error) },
  ]);
  const isThere = database.every(({ state }) => state === 'ok') || config.database.embedded;
  const secrets = isThere ? [await unlessBroken('secret key', () => checkSecretKey(config))] : [];
  return [...database, ...secrets, await unlessBroken('public url', () => checkPublicUrl(config))];
}

/** A catalogue that is wrong stops here what it would stop at the start. */
async function ofEngine(config: EngineConfig): Promise<Finding[]> {
  try {
    const engine = await NestFactory.createApplicationContext(DoctorModule.with(config), {
      logger: false,
      abortOnError: false,
    });
    try {
      const [storage, folders] = [engine.get(Storage), engine.get(WorkFolders)];
      const catalogue = engine.get(CatalogueService);
      return [
        await unlessBroken('storage', () => checkStorage(storage, folders, config)),
        { area: 'catalogue', state: 'ok', says: `${catalogue.models().length} models.` },
        ...(await checkProviders({ providers: engine.get(ProvidersService), catalogue })),
      ];
    } finally {
      await engine.close();
    }
  } catch (error) {
    return [
      { area: 'catalogue', state: 'problem', says: error instanceof Error ? error.message : String(error) },
    ];
  }
}
