import { Injectable } from '@nestjs/common';
import type { Account, Bill } from '../../credits/credits.types.js';
import { LedgerService } from '../../credits/ledger.service.js';
import { UsageService } from '../../credits/usage/usage.service.js';
import { together } from '../../platform/database/together.js';
import { Transactions, type Tx } from '../../platform/database/transactions.js';
import { byTeam } from '../by-team.js';
import { JobMetrics } from '../job-metrics.service.js';
import { acceptedUsage } from '../usage-changes.js';
import { type Decided, decideBundle, type Ground, type Outcome, type Written } from './decide-bundle.js';
import type { Accepted, Submission } from './submission.types.js';
import { SubmissionsOfTeamsRepository } from './submissions-of-teams.system.repository.js';
import { type StoredAnswer, SubmissionsRepository } from './submissions.repository.js';

const ACCEPTED_STATUS = 202;

/** Others share the transaction: what is held for longer than a commit takes is not waited for. */
const WAITS_FOR_NOBODY = { lock_timeout: '50ms' };

/** Who a charge is booked on when it names nobody; each of these names its token. */
const ENGINE = 'engine';

/** By team. */
type Bundles = Map<string, Submission[]>;

/**
 * One transaction for all submissions that wait: a constant number of statements, however many they are and of however
 * many teams, but for teams whose credits become low. Throws only when the transaction as a whole failed.
 */
@Injectable()
export class BundleWriter {
  constructor(
    private readonly transactions: Transactions,
    private readonly teamsTogether: SubmissionsOfTeamsRepository,
    private readonly submissions: SubmissionsRepository,
    private readonly ledger: LedgerService,
    private readonly usage: UsageService,
    private readonly metrics: JobMetrics,
  ) {}

  /** Of one team, for whose account it waits. */
  async write(teamId: string, bundle: Submission[]): Promise<Outcome[]> {
    const lock = async (tx: Tx) => [await this.ledger.lock(tx, teamId)];
    const outcomes = this.counted(
      await this.transactions.forTeam(teamId, (tx) =>
        this.decideAndStore(tx, new Map([[teamId, bundle]]), lock(tx)),
      ),
    );
    return bundle.map((submission) => outcomes.get(submission)!);
  }

  /** Of any teams. Undefined, and undone, for those whose account somebody else holds; throws when any other row is held. */
  async writeFree(bundle: Submission[]): Promise<Array<Outcome | undefined>> {
    const bundles = byTeam(bundle, ({ actor }) => actor.teamId);
    const teamIds = [...bundles.keys()];
    const work = (tx: Tx) => this.decideAndStore(tx, bundles, this.ledger.lockFree(tx, teamIds));
    // A team by itself stays behind its row-level security.
    const outcomes = this.counted(
      await (teamIds.length === 1
        ? this.transactions.forTeam(teamIds[0]!, work, WAITS_FOR_NOBODY)
        : this.teamsTogether.transaction(WAITS_FOR_NOBODY, work)),
    );
    return bundle.map((submission) => outcomes.get(submission));
  }

  private counted({ outcomes, written }: Decided): Map<Submission, Outcome> {
    this.metrics.accepted(written.flatMap(({ jobs }) => jobs));
    return outcomes;
  }

  private async decideAndStore(tx: Tx, bundles: Bundles, locking: Promise<Account[]>): Promise<Decided> {
    const grounds = await this.read(tx, bundles, locking);
    const decided = grounds.map((ground) => decideBundle(ground, bundles.get(ground.account.teamId)!));
    const written = decided.flatMap((one) => one.written);
    if (written.length > 0) await this.store(tx, grounds, written);
    return { outcomes: new Map(decided.flatMap(({ outcomes }) => [...outcomes])), written };
  }

  /**
   * The account's row lock is the team's mutex across processes. Only behind it are keys, balance and counters read: a
   * twin that waited here finds the first one's key, and nobody spends what somebody else just spent.
   */
  private async read(tx: Tx, bundles: Bundles, locking: Promise<Account[]>): Promise<Ground[]> {
    const keys = [...bundles].flatMap(([teamId, bundle]) =>
      bundle.flatMap(({ idempotency }) => (idempotency ? [{ teamId, key: idempotency.key }] : [])),
    );
    const users = [...bundles].map(([teamId, bundle]) => ({ teamId, tokenIds: tokensOf(bundle) }));
    const [accounts, standings, stored] = await together(
      locking,
      this.usage.standings(tx, users),
      keys.length > 0 ? this.submissions.answersFor(tx, keys) : Promise.resolve([]),
    );
    return accounts.map((account) => ({
      account,
      standing: standings.get(account.teamId)!,
      stored: stored.filter(({ teamId }) => teamId === account.teamId),
    }));
  }

  private async store(tx: Tx, grounds: Ground[], written: Written[]): Promise<void> {
    const jobs = written.flatMap((one) => one.jobs);
    const batches = written.flatMap((one) => one.batch ?? []);
    const answers = written.flatMap(storedAnswer);
    if (batches.length > 0) await this.submissions.insertBatches(tx, batches);
    await together(
      this.ledger.chargeAll(tx, billsOf(grounds, jobs), ENGINE),
      this.submissions.insertJobs(tx, jobs),
      answers.length > 0 ? this.submissions.remember(tx, ACCEPTED_STATUS, answers) : Promise.resolve(),
      this.usage.record(tx, jobs.map(acceptedUsage)),
    );
    for (const one of written) await one.submission.alongside?.(tx, one);
  }
}

function tokensOf(bundle: Submission[]): string[] {
  return [...new Set(bundle.map(({ actor }) => actor.tokenId))];
}

function billsOf(grounds: Ground[], jobs: Accepted['jobs']): Bill[] {
  const jobsOf = byTeam(jobs, ({ teamId }) => teamId);
  return grounds.map(({ account }) => ({
    account,
    charges: (jobsOf.get(account.teamId) ?? []).map(chargeOf),
  }));
}

function chargeOf(job: Accepted['jobs'][number]) {
  return {
    jobId: job.id,
    amount: job.creditsCharged,
    reason: job.model ?? job.kind,
    actor: job.tokenId,
    requestId: job.requestId ?? undefined,
  };
}

function storedAnswer({ submission: { actor, idempotency }, body }: Written): StoredAnswer[] {
  return idempotency ? [{ teamId: actor.teamId, ...idempotency, body }] : [];
}
