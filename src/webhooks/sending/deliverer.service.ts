import { setMaxListeners } from 'node:events';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { pause, SECOND_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { Notifications } from '../../platform/database/notifications.js';
import { Loop } from '../../platform/loop.js';
import { ClaimsRepository } from './claims.system.repository.js';
import { Lanes } from './lanes.js';
import { nothingToSend, outcomeOf, unsendable } from './outcome.js';
import { Outcomes } from './outcomes.service.js';
import { Post } from './post.service.js';
import type { Claim, Outcome } from './sending.types.js';
import { Turns } from './turns.js';

const LOOK_EVERY_MS = SECOND_MS;
/** What has not been answered by then is handed back. */
const LAST_WORDS_MS = 3 * SECOND_MS;

/** Claims what is due, sends it, and tells how it went: many deliveries in each statement, none waiting for another's. */
@Injectable()
export class DelivererService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly claiming = new Loop('claiming of deliveries', LOOK_EVERY_MS, () => this.claim());
  /** Apart from it: a place at an endpoint that fell free need not wait for what is told of who left it. */
  private readonly telling = new Loop('telling of deliveries', LOOK_EVERY_MS, () => this.tell());
  private readonly lanes: Lanes;
  private readonly turns = new Turns();
  private readonly underWay = new Set<Promise<void>>();
  private readonly interruption = new AbortController();
  private isFull = false;

  constructor(
    private readonly claims: ClaimsRepository,
    private readonly outcomes: Outcomes,
    private readonly post: Post,
    private readonly notifications: Notifications,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'webhooks'>,
  ) {
    // One listener for each delivery under way, and they go with it.
    setMaxListeners(0, this.interruption.signal);
    this.lanes = new Lanes(config.webhooks.inFlightPerEndpoint);
  }

  onApplicationBootstrap(): void {
    this.notifications.on('webhook_due', () => this.wake());
    this.claiming.start();
    this.telling.start();
  }

  /** What is under way may end by itself for a moment; then it is handed back, due at once. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.claiming.stop();
    await Promise.race([this.allEnded(), pause(LAST_WORDS_MS)]);
    this.interruption.abort();
    await this.allEnded();
    await this.telling.stop();
    await this.outcomes.write();
  }

  wake(): void {
    this.claiming.wake();
  }

  private async tell(): Promise<void> {
    await this.outcomes.write();
    if (this.isFull) this.wake();
  }

  private async claim(): Promise<void> {
    const { inFlightPerEndpoint: perLane, leaseMs } = this.config.webhooks;
    const free = this.freePlaces();
    this.isFull = free <= 0;
    if (this.isFull) return;
    const room = { free, teams: this.turns.standings(), perLane, lanes: this.lanes.bounds() };
    const claims = await this.claims.take(room, leaseMs);
    this.turns.served(claims);
    for (const claim of claims) this.start(claim);
    // There may be more: what is left to give was shared out among those that were there.
    if (claims.length > 0) this.wake();
  }

  /** A delivery holds its place in the process until it is told how it went: more than that must not wait in memory. */
  private freePlaces(): number {
    if (this.outcomes.isBehind) return 0;
    return this.config.webhooks.inFlight - this.underWay.size - this.outcomes.count;
  }

  private start(claim: Claim): void {
    this.turns.begin(claim.teamId);
    this.lanes.begin(claim.lane);
    const delivery = this.deliver(claim).then((outcome) => {
      this.turns.end(claim.teamId);
      this.lanes.end(claim.lane, !outcome.failed);
      this.outcomes.add(outcome);
      this.underWay.delete(delivery);
      this.telling.wake();
      this.wake();
    });
    this.underWay.add(delivery);
  }

  private async deliver(claim: Claim): Promise<Outcome> {
    const reason = nothingToSend(claim);
    if (reason !== undefined) return unsendable(claim, reason);
    const letter = { url: claim.ownUrl ?? claim.endpoint!.url, body: claim.body! };
    const attempt = await this.post.send(claim, letter, this.interruption.signal);
    return outcomeOf(claim, attempt, this.config.webhooks.retryDelaysMs);
  }

  private async allEnded(): Promise<void> {
    await Promise.all(this.underWay);
  }
}
