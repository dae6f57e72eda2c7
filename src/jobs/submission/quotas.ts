import type { Standing, Use } from '../../credits/usage/usage.types.js';
import type { DomainError } from '../../platform/errors.js';
import type { Actor } from '../../teams/actor.types.js';
import { tooManyInFlight, tooMuchForOneJob, tooMuchSpent } from './quota.errors.js';
import type { Submission } from './submission.types.js';

interface Priced {
  actor: Actor;
  requests: { credits: number }[];
}

type Quota = 'jobsInFlight' | 'creditsPerDay' | 'creditsPerMonth';

interface Counter {
  used: number;
  max: number;
}

const USE: Record<Quota, keyof Use> = {
  jobsInFlight: 'inFlight',
  creditsPerDay: 'creditsToday',
  creditsPerMonth: 'creditsThisMonth',
};

/**
 * What a team and its tokens have used, read behind the account's lock and counted on in memory. A limit set on a token
 * counts that token's use; what the plan says counts the whole team's, unless the operator gave the token more.
 */
export class Quotas {
  constructor(private readonly standing: Standing) {}

  overSpending({ actor, requests }: Priced, price: number): DomainError | null {
    const max = actor.limits.creditsPerJob ?? Infinity;
    const index = requests.findIndex(({ credits }) => credits > max);
    if (index !== -1) return tooMuchForOneJob(index, requests, max);
    if (price === 0) return null;
    for (const limit of ['creditsPerDay', 'creditsPerMonth'] as const) {
      const full = this.counters(limit, actor).find(({ used, max }) => used + price > max);
      if (full) return tooMuchSpent({ limit, ...full, needed: price, now: this.standing.now });
    }
    return null;
  }

  overInFlight({ actor, requests }: Submission): DomainError | null {
    const full = this.counters('jobsInFlight', actor).find(({ used, max }) => used + requests.length > max);
    return full ? tooManyInFlight(full, requests) : null;
  }

  take({ actor, requests }: Submission, price: number): void {
    for (const use of [this.standing.team, this.useOf(actor)]) {
      use.inFlight += requests.length;
      use.creditsToday += price;
      use.creditsThisMonth += price;
    }
  }

  private counters(quota: Quota, actor: Actor): Counter[] {
    const own = actor.ownLimits[quota];
    const shared = actor.teamLimits[quota];
    const counters: Counter[] = [];
    if (own !== undefined) counters.push({ used: this.useOf(actor)[USE[quota]], max: own });
    if (shared !== undefined) {
      counters.push({ used: this.standing.team[USE[quota]], max: Math.max(shared, own ?? 0) });
    }
    return counters;
  }

  private useOf({ tokenId }: Actor): Use {
    const use = this.standing.tokens.get(tokenId);
    if (!use) throw new Error(`The use of token ${tokenId} was not read`);
    return use;
  }
}
