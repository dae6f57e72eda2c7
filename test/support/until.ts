import { setTimeout as pause } from 'node:timers/promises';

/** Waits for what must come true, as long as it takes within a generous bound; the answer is what was true. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  withinMs = 45_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await pause(25);
  }
  throw new Error(`Waited in vain for: ${what}`);
}
