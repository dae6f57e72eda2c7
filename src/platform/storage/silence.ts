/** Gives up on a bucket that keeps silent for too long. How long it takes in all depends on the size and is no fault. */
export class Silence {
  private readonly giveUp = new AbortController();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly patienceMs: number) {}

  get signal(): AbortSignal {
    return this.giveUp.signal;
  }

  begin(): void {
    const reason = new Error(`The bucket kept silent for ${this.patienceMs} ms.`);
    this.timer = setTimeout(() => this.giveUp.abort(reason), this.patienceMs);
  }

  end(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  /** What is sent: each chunk that the bucket takes is a sign of life, as long as it is waited for at all. */
  async *during(sent: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of sent) {
      this.timer?.refresh();
      yield chunk;
    }
  }

  /** What is received: a reader who takes his time is waited for by the bucket, not the other way round. */
  async *between(received: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      this.begin();
      for await (const chunk of received) {
        this.end();
        yield chunk;
        this.begin();
      }
    } finally {
      this.end();
    }
  }
}
