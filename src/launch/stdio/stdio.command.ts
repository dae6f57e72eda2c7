import { homedir } from 'node:os';
import path from 'node:path';
import { StopSignals } from '../stop-signals.js';
import { Bridge } from './bridge.js';
import { EngineFinder } from './engine-access.js';
import { messagesOf } from './message-lines.js';

const PARSE_ERROR = -32700;

/** Serves one client on stdin and stdout until it closes its end. */
export async function run(): Promise<number> {
  const { MEDIA_ENGINE_URL: url, MEDIA_ENGINE_TOKEN: token, DATA_DIR } = process.env;
  const dataDir = path.resolve(DATA_DIR ?? path.join(homedir(), '.mcp-media-engine'));
  const finder = new EngineFinder({ url, token, dataDir });
  const signals = new StopSignals();
  signals.listen();
  signals.stopping.addEventListener('abort', () => process.stdin.destroy());
  // The client may be gone before we are.
  process.stdout.on('error', () => process.stdin.destroy());
  try {
    await carry(new Bridge(finder, say));
  } catch (error) {
    if (!signals.stopping.aborted) process.stderr.write(`${String(error)}\n`);
  }
  await finder.stop();
  return 0;
}

async function carry(bridge: Bridge): Promise<void> {
  const underWay = new Set<Promise<void>>();
  for await (const message of messagesOf(process.stdin, complain)) {
    const passed = bridge.pass(message).finally(() => underWay.delete(passed));
    underWay.add(passed);
    // Nothing else makes sense before the two have agreed on a version.
    if (message.method === 'initialize') await passed;
  }
  // Whoever pipes messages in and closes still gets the answers.
  await Promise.all(underWay);
}

/** Nothing but the protocol goes to stdout. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(): void {
  say(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: PARSE_ERROR, message: 'Parse error' } }));
}
