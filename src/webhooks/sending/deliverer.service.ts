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
import { together } from '../../platform/database/together.js';
import { Loop } from '../../platform/loop.js';
import { ClaimsRepository } from './claims.system.repository.js';
import { Lanes } from './lanes.js';
import { nothingToSend, outcomeOf, unsendable } from './outcome.js';
import { Outcomes } from './outcomes.service.js';
import { Post } from './post.service.js';
import type { Claim, Outcome } from './sending.types.js';

const LOOK_EVERY_MS = SECOND_MS;
const UNDER_WAY_AT_MOST = 400;
/** What has not been answered by then is handed back. */
const LAST_WORDS_MS = 3 * SECOND_MS;

/** Claims what is due, sends it, and tells how it went: many deliveries in each statement, none waiting for another's. */
@Injectable()
export class DelivererService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop = new Loop('delivery of webhooks', LOOK_EVERY_MS, () => this.round());
  private readonly lanes: Lanes;
  private readonly underWay = new Set<Promise<void>>();
  private readonly interruption = new AbortController();
  /** Where the last walk ended that found more than there was room for. */
  private after = '';

  constructor(
    private readonly claims: ClaimsRepository,
    private readonly outcomes: Outcomes,
    private readonly post: Post,
    private readonly notifications: Notifications,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'webhooks'>,
  ) {
    // One listener for each delivery under way, and they go with it.
    setMaxListeners(0, this.interruption.signal);
    this.lanes = new Lanes(config.webhooks.inFlightPerEndpoint, UNDER_WAY_AT_MOST);
  }

  onApplicationBootstrap(): void {
    this.notifications.on('webhook_due', () => this.wake());
    this.loop.start();
  }

  /** What is under way may end by itself for a moment; then it is handed back, due at once. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
    await Promise.race([this.allEnded(), pause(LAST_WORDS_MS)]);
    this.interruption.abort();
    await this.allEnded();
    await this.outcomes.write();
  }

  wake(): void {
    this.loop.wake();
  }

  /** At the same time: places that fell free need not wait for what was told of those who left them. */
  private async round(): Promise<void> {
    await together(this.outcomes.write(), this.claim());
  }

  private async claim(): Promise<void> {
    const { free } = this.lanes;
    if (free === 0 || this.outcomes.isBehind) return;
    const { inFlightPerEndpoint: perLane, leaseMs } = this.config.webhooks;
    const { after } = this;
    const room = { total: free, perLane, bounds: this.lanes.bounds(), after };
    const claims = await this.claims.take(room, leaseMs);
    for (const claim of claims) this.start(claim);
    const isFull = claims.length === free;
    this.after = isFull ? lastLane(claims) : '';
    // The walk began in the middle: those before have not been looked at.
    if (!isFull && after !== '') this.wake();
  }

  private start(claim: Claim): void {
    this.lanes.begin(claim.lane);
    const delivery = this.deliver(claim).then((outcome) => {
      this.lanes.end(claim.lane, !outcome.failed);
      this.outcomes.add(outcome);
      this.underWay.delete(delivery);
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

function lastLane(claims: Claim[]): string {
  return claims.reduce((last, { lane }) => (lane > last ? lane : last), '');
}
