import { MINUTE_MS } from './clock.js';

interface Repetition {
  times: number;
  at: number;
}

/**
 * What goes wrong again and again is told the first, second, fourth, eighth … time: an outage of an hour must not bury its
 * beginning. After a minute without it, it is new.
 */
export class Complaints {
  private readonly known = new Map<string, Repetition>();

  constructor(
    private readonly tell: (text: string) => void,
    private readonly now: () => number = Date.now,
  ) {}

  about(text: string): void {
    const at = this.now();
    this.forgetOld(at);
    const times = (this.known.get(text)?.times ?? 0) + 1;
    this.known.set(text, { times, at });
    if (Number.isInteger(Math.log2(times))) this.tell(times === 1 ? text : `${text} (${times} times)`);
  }

  private forgetOld(now: number): void {
    for (const [text, { at }] of this.known) if (now - at > MINUTE_MS) this.known.delete(text);
  }
}
