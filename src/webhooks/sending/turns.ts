const MOST_REMEMBERED = 1_000;

export interface Standing {
  underWay: number;
  /** The lane of the team that was served last: the next claim begins behind it, and goes round. */
  after: string;
}

/** Where each team stands: how many of the process's places it holds, and which of its lanes is next. */
export class Turns {
  private readonly underWay = new Map<string, number>();
  private readonly after = new Map<string, string>();

  begin(teamId: string): void {
    this.underWay.set(teamId, (this.underWay.get(teamId) ?? 0) + 1);
  }

  end(teamId: string): void {
    const left = this.underWay.get(teamId)! - 1;
    if (left === 0) this.underWay.delete(teamId);
    else this.underWay.set(teamId, left);
  }

  /** What one claim took. */
  served(claims: ReadonlyArray<{ teamId: string; lane: string }>): void {
    const lanesOf = new Map<string, string[]>();
    for (const { teamId, lane } of claims) lanesOf.set(teamId, [...(lanesOf.get(teamId) ?? []), lane]);
    for (const [teamId, lanes] of lanesOf) this.remember(teamId, this.lastOf(teamId, lanes));
  }

  /** By team; one that is not named has nothing under way and begins with its first lane. */
  standings(): Record<string, Standing> {
    const teams = new Set([...this.underWay.keys(), ...this.after.keys()]);
    return Object.fromEntries([...teams].map((teamId) => [teamId, this.standingOf(teamId)]));
  }

  private standingOf(teamId: string): Standing {
    return { underWay: this.underWay.get(teamId) ?? 0, after: this.after.get(teamId) ?? '' };
  }

  /** Lanes before the one where the claim began were reached by going round. */
  private lastOf(teamId: string, lanes: string[]): string {
    const began = this.after.get(teamId) ?? '';
    const round = lanes.filter((lane) => lane <= began);
    return (round.length > 0 ? round : lanes).reduce((last, lane) => (lane > last ? lane : last));
  }

  private remember(teamId: string, lane: string): void {
    this.after.delete(teamId);
    this.after.set(teamId, lane);
    if (this.after.size <= MOST_REMEMBERED) return;
    const [oldest] = this.after.keys();
    this.after.delete(oldest!);
  }
}
