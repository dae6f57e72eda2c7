import type { RenderedFile } from '../studio-order.types.js';
import type { RenderCommand } from './render-messages.types.js';
import { RenderProcess } from './render-process.js';

export interface RenderPoolOptions {
  entry: string;
  /** How many render at once; the rest wait their turn. */
  size: number;
  /** How long a process without work is kept before its memory is given back. */
  idleMs: number;
}

export interface RenderWork {
  signal: AbortSignal;
  onProgress(fraction: number): void;
}

/** Keeps rendering out of the engine's own process, and no renderer longer than it is of use. */
export class RenderPool {
  private readonly idle = new Map<RenderProcess, NodeJS.Timeout>();
  private readonly processes = new Set<RenderProcess>();
  private readonly waiting: Array<() => void> = [];
  private busy = 0;

  constructor(private readonly options: RenderPoolOptions) {}

  async render(command: RenderCommand, work: RenderWork): Promise<RenderedFile[]> {
    await this.turn(work.signal);
    let renderer: RenderProcess | undefined;
    try {
      renderer = this.takeProcess();
      return await renderer.run(command, work);
    } finally {
      if (renderer) this.giveBack(renderer);
      this.busy -= 1;
      this.waiting.shift()?.();
    }
  }

  async close(): Promise<void> {
    for (const timer of this.idle.values()) clearTimeout(timer);
    this.idle.clear();
    await Promise.all([...this.processes].map((renderer) => renderer.stop()));
  }

  get processCount(): number {
    return this.processes.size;
  }

  private async turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    while (this.busy >= this.options.size) {
      await this.slotOrAbort(signal);
    }
    this.busy += 1;
  }

  private slotOrAbort(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const goOn = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        this.waiting.splice(this.waiting.indexOf(goOn), 1);
        reject(signal.reason as Error);
      };
      this.waiting.push(goOn);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  private takeProcess(): RenderProcess {
    const [rested] = this.idle.keys();
    if (rested) {
      clearTimeout(this.idle.get(rested));
      this.idle.delete(rested);
      if (rested.alive) return rested;
      this.processes.delete(rested);
      return this.takeProcess();
    }
    const started = new RenderProcess(this.options.entry);
    this.processes.add(started);
    return started;
  }

  private giveBack(renderer: RenderProcess): void {
    if (!renderer.alive) {
      this.processes.delete(renderer);
      return;
    }
    const timer = setTimeout(() => {
      this.idle.delete(renderer);
      this.processes.delete(renderer);
      void renderer.stop();
    }, this.options.idleMs);
    this.idle.set(renderer, timer.unref());
  }
}
