import { LaunchProblem } from './launch-problem.js';

/** What a refusal of the engine's door holds; it is no message of the protocol. */
export interface DoorRefusal {
  error?: { code?: string; message?: string; remediation?: string };
}

/** The address of an engine as people write it: with or without a slash, or with the path of MCP. */
export function engineUrl(written: string): string {
  if (!URL.canParse(written) || !/^https?:$/.test(new URL(written).protocol))
    throw new LaunchProblem(
      'MEDIA_ENGINE_URL must be the address of an engine, such as http://127.0.0.1:3000.',
    );
  return written.replace(/\/*(\/mcp)?\/*$/, '');
}

export function unreachable(url: string, cause: unknown): LaunchProblem {
  return new LaunchProblem(
    `No engine answers at ${url} (${reasonOf(cause)}). Start it there, or correct MEDIA_ENGINE_URL.`,
    { cause },
  );
}

export function noEngine(url: string): LaunchProblem {
  return new LaunchProblem(`What answers at ${url} is no media engine. Correct MEDIA_ENGINE_URL.`);
}

export function refusalIn({ error = {} }: DoorRefusal): string {
  const { code, message = 'The engine refused.', remediation } = error;
  const advice =
    code === 'unauthenticated' ? 'Set MEDIA_ENGINE_TOKEN to a token of the engine.' : remediation;
  return advice === undefined ? message : `${message} ${advice}`;
}

/** `fetch` says only that it failed; why stands in the error's cause. */
function reasonOf(error: unknown): string {
  const { cause = error } = error as { cause?: unknown };
  const { code, message } = cause as { code?: string; message?: string };
  return code ?? message ?? String(cause);
}
