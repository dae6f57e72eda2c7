import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transactions.js';
import { newId } from '../platform/ids.js';
import { CreditAlerts } from './credit-alerts.service.js';
import { balanceTooLarge, noAccount } from './credits.errors.js';
import type {
  Account,
  Bill,
  Credits,
  JobCredits,
  Move,
  Purchase,
  Spending,
  TeamOnPlan,
  Transfer,
  TransferPage,
} from './credits.types.js';
import { LedgerReadingRepository } from './ledger-reading.repository.js';
import { LedgerRepository } from './ledger.repository.js';
import { movePostings } from './move-postings.js';
import { includedCreditsPostings, planGrantReason } from './plan-credits.js';
import type { Posting } from './posting.types.js';
import { splitCharges } from './split-charges.js';
import { splitRefunds } from './split-refunds.js';

/** The one door that moves credits. The caller's transaction is the team's own, or the system's. */
@Injectable()
export class LedgerService {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly reading: LedgerReadingRepository,
    private readonly alerts: CreditAlerts,
  ) {}

  async open(tx: Tx, team: TeamOnPlan, by: string): Promise<Account> {
    await this.ledger.openAccount(tx, team.teamId);
    return this.grantIncluded(tx, team, by);
  }

  /** The row lock is the team's mutex across processes: whoever holds it may read and then decide in memory. */
  lock(tx: Tx, teamId: string): Promise<Account> {
    return this.ledger.lockAccount(tx, teamId);
  }

  /** The same for several teams, of which those that somebody else holds are left out. */
  lockFree(tx: Tx, teamIds: string[]): Promise<Account[]> {
    return this.ledger.lockFreeAccounts(tx, teamIds);
  }

  /** For reading only: by the time that the caller looks at it, it may have changed. */
  async balance(tx: Tx, teamId: string): Promise<Account> {
    const [account] = await this.balances(tx, [teamId]);
    if (!account) throw noAccount(teamId);
    return account;
  }

  balances(tx: Tx, teamIds: string[]): Promise<Account[]> {
    return this.reading.accounts(tx, teamIds);
  }

  /** All or nothing. `account` is what `lock` answered in this transaction, or an earlier `charge`. */
  async charge(tx: Tx, account: Account, charges: Credits[], actor: string): Promise<Account> {
    const postings = splitCharges(account, charges);
    if (postings.length === 0) return account;
    const left = await this.ledger.post(tx, account.teamId, postings, actor);
    await this.alerts.tell(tx, left);
    return left;
  }

  /** All of every team's or nothing, in one statement. */
  async chargeAll(tx: Tx, bills: Bill[], actor: string): Promise<void> {
    const postings = bills.map(
      ({ account, charges }) => [account.teamId, splitCharges(account, charges)] as const,
    );
    const charged = new Map(postings.filter(([, some]) => some.length > 0));
    if (charged.size === 0) return;
    for (const left of await this.ledger.postAll(tx, charged, actor)) await this.alerts.tell(tx, left);
  }

  /** Only for the transaction that settles the jobs: a unique index refuses a second refund of a job. */
  async refund(tx: Tx, teamId: string, refunds: JobCredits[], actor: string): Promise<Account> {
    const account = await this.ledger.lockAccount(tx, teamId);
    const owed = refunds.filter(({ amount }) => amount !== 0);
    if (owed.length === 0) return account;
    const jobIds = owed.map(({ jobId }) => jobId);
    const charges = await this.ledger.chargesOf(tx, teamId, jobIds);
    return this.ledger.post(tx, teamId, splitRefunds(charges, owed), actor);
  }

  /** All of it or nothing; throws `insufficient_credits` of the team that gives. Locks both accounts by team id. */
  async move(tx: Tx, move: Move, actor: string): Promise<void> {
    const { from, to, amount } = move;
    const accounts = new Map<string, Account>();
    for (const teamId of [...new Set([from, to])].toSorted())
      accounts.set(teamId, await this.ledger.lockAccount(tx, teamId));
    const { out, into } = movePostings(accounts.get(from)!, move);
    if (out.length > 0) await this.alerts.tell(tx, await this.ledger.post(tx, from, out, actor));
    if (into.length === 0) return;
    const { balance } = accounts.get(to)!;
    if (balance + amount > Number.MAX_SAFE_INTEGER) throw balanceTooLarge(balance);
    await this.ledger.post(tx, to, into, actor);
    await this.alerts.rearm(tx, to);
  }

  async add(tx: Tx, teamId: string, purchase: Purchase, actor: string): Promise<Transfer> {
    const account = await this.ledger.lockAccount(tx, teamId);
    if (account.balance + purchase.amount > Number.MAX_SAFE_INTEGER) throw balanceTooLarge(account.balance);
    const posting: Posting = {
      id: newId('transfer'),
      kind: 'purchase',
      counterpart: 'issued',
      jobId: null,
      reason: purchase.reason,
      requestId: purchase.requestId ?? null,
      included: 0,
      [purchase.bucket]: purchase.amount,
    };
    await this.ledger.post(tx, teamId, [posting], actor);
    await this.alerts.rearm(tx, teamId);
    return this.reading.byId(tx, teamId, posting.id);
  }

  /** For a team that opens or changes its plan: periods are counted from now on. */
  async grantIncluded(tx: Tx, team: TeamOnPlan, actor: string): Promise<Account> {
    const account = await this.ledger.lockAccount(tx, team.teamId);
    await this.ledger.beginPeriods(tx, team.teamId);
    return this.resetIncluded(tx, account, team, actor);
  }

  /** For a team whose period is over. */
  async renew(tx: Tx, team: TeamOnPlan, actor: string): Promise<Account> {
    const account = await this.ledger.lockAccount(tx, team.teamId);
    await this.ledger.enterPeriod(tx, team.teamId);
    return this.resetIncluded(tx, account, team, actor);
  }

  spending(tx: Tx, teamId: string): Promise<Spending> {
    return this.reading.spending(tx, teamId);
  }

  history(tx: Tx, teamId: string, page: TransferPage): Promise<Transfer[]> {
    return this.reading.transfers(tx, teamId, page);
  }

  /** Bought credits stay. A plan that does not renew gives once in a team's life. */
  private async resetIncluded(
    tx: Tx,
    account: Account,
    { teamId, plan, requestId }: TeamOnPlan,
    actor: string,
  ) {
    const reason = planGrantReason(plan);
    const given = !plan.renews && (await this.ledger.wasGranted(tx, teamId, reason));
    const grant = { amount: given ? 0 : plan.includedCredits, reason };
    const postings = includedCreditsPostings(account.included, grant, requestId ?? null);
    const now = await this.ledger.post(tx, teamId, postings, actor);
    await this.alerts.watchFor(tx, teamId, plan);
    return now;
  }
}
