#!/usr/bin/env node
import { ENGINE_VERSION } from './platform/http/engine-version.js';

interface Command {
  /** One line of the help. */
  does: string;
  /** Answers the exit code. Each is loaded when it is called, so that none slows the start of another. */
  run: (args: string[]) => Promise<number>;
}

/** MCP hosts start the bare name. */
const WITHOUT_A_WORD = 'stdio';

const COMMANDS: Record<string, Command> = {
  stdio: {
    does: 'speak MCP on stdin and stdout; what the bare name does',
    run: async () => (await import('./launch/stdio/stdio.command.js')).run(),
  },
  start: {
    does: 'run the engine on this machine until Ctrl-C',
    run: runEngine,
  },
  listen: {
    does: "forward the team's events to an address of this machine, such as one under development",
    run: async (args) => (await import('./launch/listen/listen.command.js')).run(args, process.env),
  },
  doctor: {
    does: 'look at what the engine would start with, and ask each provider whether it takes its key',
    run: async (args) => (await import('./launch/doctor/doctor.command.js')).run(args, process.env),
  },
  help: { does: 'show this', run: () => tell(help()) },
  version: { does: 'show the version', run: () => tell(ENGINE_VERSION) },
};

const [word = WITHOUT_A_WORD, ...args] = process.argv.slice(2);
const name = word.replace(/^--?(?=(help|version)$)/, '');
process.exit(await (Object.hasOwn(COMMANDS, name) ? COMMANDS[name]!.run(args) : refuse(word)));

/** It ends the process itself, when a signal has stopped it. */
async function runEngine(): Promise<number> {
  await import('./main.js');
  return 0;
}

function tell(text: string): Promise<number> {
  process.stdout.write(`${text}\n`);
  return Promise.resolve(0);
}

function refuse(unknown: string): Promise<number> {
  process.stderr.write(`There is no command ${unknown}.\n\n${help()}\n`);
  return Promise.resolve(1);
}

function help(): string {
  const lines = Object.entries(COMMANDS).map(([command, { does }]) => `  ${command.padEnd(10)}${does}`);
  return ['mcp-media-engine [command]', '', ...lines].join('\n');
}
