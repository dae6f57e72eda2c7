#!/usr/bin/env node
import { homedir } from 'node:os';
import path from 'node:path';
import { listen } from './launch/listen/listen.js';
import { EngineFinder } from './launch/stdio/engine-access.js';
import { Bridge } from './launch/stdio/bridge.js';
import { messagesOf } from './launch/stdio/message-lines.js';
import { StopSignals } from './launch/stop-signals.js';

const PARSE_ERROR = -32700;

if (process.argv[2] === 'listen') process.exit(await listen(process.argv.slice(3), process.env));

const { MEDIA_ENGINE_URL: url, MEDIA_ENGINE_TOKEN: token, DATA_DIR } = process.env;
const dataDir = path.resolve(DATA_DIR ?? path.join(homedir(), '.mcp-media-engine'));
const finder = new EngineFinder({ url, token, dataDir });
const bridge = new Bridge(finder, say);
const signals = new StopSignals();
signals.listen();
signals.stopping.addEventListener('abort', () => process.stdin.destroy());
// The client may be gone before we are.
process.stdout.on('error', () => process.stdin.destroy());

const underWay = new Set<Promise<void>>();
try {
  for await (const message of messagesOf(process.stdin, complain)) {
    const passed = bridge.pass(message).finally(() => underWay.delete(passed));
    underWay.add(passed);
    // Nothing else makes sense before the two have agreed on a version.
    if (message.method === 'initialize') await passed;
  }
  // Whoever pipes messages in and closes still gets the answers.
  await Promise.all(underWay);
} catch (error) {
  if (!signals.stopping.aborted) process.stderr.write(`${String(error)}\n`);
}
await finder.stop();
process.exit(0);

/** Nothing but the protocol goes to stdout. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(): void {
  say(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: PARSE_ERROR, message: 'Parse error' } }));
}
