const MOST_REMEMBERED = 1_000;

/**
 * Who has how many deliveries under way. A lane whose last attempt failed gets one at a time until it succeeds, so
 * that a dead endpoint takes one of the process's places and not its lane's whole share.
 */
export class Lanes {
  private readonly underWay = new Map<string, number>();
  private readonly troubled = new Set<string>();

  constructor(private readonly perLane: number) {}

  begin(lane: string): void {
    this.underWay.set(lane, (this.underWay.get(lane) ?? 0) + 1);
  }

  end(lane: string, succeeded: boolean): void {
    const left = this.underWay.get(lane)! - 1;
    if (left === 0) this.underWay.delete(lane);
    else this.underWay.set(lane, left);
    if (succeeded) this.troubled.delete(lane);
    else this.remember(lane);
  }

  /** Of those that may not have as many as any other. */
  bounds(): Record<string, number> {
    const lanes = new Set([...this.underWay.keys(), ...this.troubled]);
    return Object.fromEntries([...lanes].map((lane) => [lane, this.freeOf(lane)]));
  }

  private freeOf(lane: string): number {
    const most = this.troubled.has(lane) ? 1 : this.perLane;
    return Math.max(0, most - (this.underWay.get(lane) ?? 0));
  }

  private remember(lane: string): void {
    this.troubled.add(lane);
    if (this.troubled.size <= MOST_REMEMBERED) return;
    const [oldest] = this.troubled;
    this.troubled.delete(oldest!);
  }
}
