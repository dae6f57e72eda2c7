import { Worker } from 'node:worker_threads';
import type {
  EncodedFootage,
  EncoderCommand,
  EncoderReport,
  EncoderStart,
  Footage,
} from './frame-encoder.types.js';

const ENTRY = new URL('./film-encoder.main.js', import.meta.url);
/** One is painted while one is encoded, and one waits between them. The same memory serves the whole film. */
const SLOTS = 3;

/** Encodes frames in a thread of its own while the next ones are painted. */
export class EncodingThread {
  private readonly slots: SharedArrayBuffer[];
  private readonly worker: Worker;
  private readonly free: number[] = [];
  private readonly waiting: Array<(slot: number) => void> = [];
  private readonly failed: Promise<never>;
  private readonly done: Promise<EncodedFootage>;

  constructor(footage: Footage) {
    const bytes = footage.width * footage.height * 4;
    this.slots = Array.from({ length: SLOTS }, () => new SharedArrayBuffer(bytes));
    this.free = this.slots.map((_, slot) => slot);
    this.worker = new Worker(ENTRY, { workerData: { footage, slots: this.slots } satisfies EncoderStart });
    this.failed = new Promise((_, reject) => this.worker.once('error', reject));
    // Whoever waits for a slot or for the end hears of it; nobody may be waiting at the moment.
    this.failed.catch(() => undefined);
    this.done = new Promise((resolve) => {
      this.worker.on('message', (report: EncoderReport) => {
        if (report.kind === 'done') resolve(report.footage);
        else this.release(report.slot);
      });
    });
  }

  /** Waits while the encoder is behind: frames never pile up. */
  async add(rgba: Uint8Array): Promise<void> {
    const slot = await Promise.race([this.takeSlot(), this.failed]);
    new Uint8Array(this.slots[slot]!).set(rgba);
    this.tell({ kind: 'frame', slot });
  }

  finish(): Promise<EncodedFootage> {
    this.tell({ kind: 'end' });
    return Promise.race([this.done, this.failed]);
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private takeSlot(): Promise<number> {
    const slot = this.free.pop();
    if (slot !== undefined) return Promise.resolve(slot);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private release(slot: number): void {
    const next = this.waiting.shift();
    if (next) next(slot);
    else this.free.push(slot);
  }

  private tell(command: EncoderCommand): void {
    this.worker.postMessage(command);
  }
}
