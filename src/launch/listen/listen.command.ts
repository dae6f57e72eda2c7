import { homedir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { SECOND_MS } from '../../platform/clock.js';
import { passes } from '../../webhooks/endpoints/event-filter.js';
import { signedHeaders, type Signers } from '../../webhooks/signing/signature.js';
import type { EventType } from '../../events/events.types.js';
import { EngineClient } from '../engine-client.js';
import { LaunchProblem } from '../launch-problem.js';
import { type EngineAccess, EngineFinder } from '../stdio/engine-access.js';
import { StopSignals } from '../stop-signals.js';
import { say } from '../terminal.js';
import { eventsOf, type HeardEvent } from './event-source.js';

const USAGE = `Usage: mcp-media-engine listen --forward <url> [--events <filter>]...

Posts the team's events to an address of this machine as they happen, signed with the team's default webhook secret:
for receivers that have no public address yet.

  --forward  where to, such as http://localhost:4000/hook
  --events   which, such as job.* or batch.completed; all unless said otherwise

The engine is the one that runs on this machine, or MEDIA_ENGINE_URL with MEDIA_ENGINE_TOKEN. The token needs the
abilities events:read and webhooks:manage.`;

const PATIENCE_MS = 10 * SECOND_MS;

interface Settings {
  forward: string;
  events: string[];
}

/** `npx mcp-media-engine listen`; answers the exit code. */
export async function run(args: string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const signals = new StopSignals();
  signals.listen();
  try {
    const settings = settingsOf(args);
    if (settings === 'help') say(USAGE);
    else await forwardAll(settings, await engineOf(environment), signals.stopping);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof LaunchProblem ? error.message : String(error)}\n`);
    return 1;
  }
}

function settingsOf(args: string[]): Settings | 'help' {
  const { values } = parsed(args);
  if (values.help) return 'help';
  const { forward = '', events = ['*'] } = values;
  if (!URL.canParse(forward) || !/^https?:$/.test(new URL(forward).protocol))
    throw new LaunchProblem(`--forward must be an http or https address.\n\n${USAGE}`);
  return { forward, events };
}

function parsed(args: string[]) {
  const options = {
    forward: { type: 'string' },
    events: { type: 'string', multiple: true },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ args, options });
  } catch (error) {
    throw new LaunchProblem(`${(error as Error).message}\n\n${USAGE}`);
  }
}

async function engineOf({
  MEDIA_ENGINE_URL,
  MEDIA_ENGINE_TOKEN,
  DATA_DIR,
}: NodeJS.ProcessEnv): Promise<EngineAccess> {
  const dataDir = path.resolve(DATA_DIR ?? path.join(homedir(), '.mcp-media-engine'));
  const access = await new EngineFinder({
    url: MEDIA_ENGINE_URL,
    token: MEDIA_ENGINE_TOKEN,
    dataDir,
  }).running();
  if (access) return access;
  throw new LaunchProblem(
    'No engine runs on this machine. Start one, or set MEDIA_ENGINE_URL and MEDIA_ENGINE_TOKEN.',
  );
}

async function forwardAll(
  { forward, events }: Settings,
  access: EngineAccess,
  until: AbortSignal,
): Promise<void> {
  const engine = new EngineClient(access.url, until);
  const { secret } = await engine.get<{ secret: string }>('/v1/webhook-secret', { token: access.token });
  const signers = { symmetric: [new Webhook(secret)], asymmetric: [] };
  say("Signed with the team's default secret, which GET /v1/webhook-secret tells. Ctrl-C ends it.");
  const began = () => say(`Listening to ${access.url}, forwarding to ${forward}`);
  for await (const event of eventsOf({ access, until, began })) {
    if (passes(event.type as EventType, events)) say(await forwarded(event, { forward, signers, until }));
  }
}

async function forwarded(
  { id, type, body }: HeardEvent,
  { forward, signers, until }: { forward: string; signers: Signers; until: AbortSignal },
): Promise<string> {
  const began = performance.now();
  const headers = { 'content-type': 'application/json', ...signedHeaders({ id, body }, signers, new Date()) };
  const signal = AbortSignal.any([until, AbortSignal.timeout(PATIENCE_MS)]);
  const outcome = await fetch(forward, { method: 'POST', headers, body, signal, redirect: 'manual' }).then(
    async (answer) => {
      await answer.body?.cancel();
      return String(answer.status);
    },
    (error: unknown) => `failed: ${String((error as Error).cause ?? error)}`,
  );
  return `${type} ${id} → ${outcome} in ${Math.round(performance.now() - began)} ms`;
}
