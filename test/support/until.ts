import { setTimeout as pause } from 'node:timers/promises';

/**
 * How long a suite waits for what must come true. It says nothing of how fast the engine is: on a busy machine all may
 * take twenty times as long, and only what never comes is a failure.
 */
export const PATIENCE_MS = 180_000;

/** Waits for what must come true; the answer is what was true. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  withinMs = PATIENCE_MS,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await pause(25);
  }
  throw new Error(`Waited in vain for: ${what}`);
}
