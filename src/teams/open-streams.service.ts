import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
  StreamableFile,
} from '@nestjs/common';
import { SECOND_MS } from '../platform/clock.js';
import { Draining } from '../platform/draining.js';
import { DomainError } from '../platform/errors.js';
import { EVENT_STREAM, type EventSource, EventStream } from '../platform/http/event-stream.js';
import { AuthenticationService } from './authentication.service.js';
import type { StreamCall } from './stream-call.decorator.js';

const MOST_PER_TOKEN = 20;
const RETRY_AFTER_SECONDS = 5;
const LOOK_EVERY_MS = SECOND_MS;

/** The streams that this process feeds. They end when their token does, and all of them when the process drains. */
@Injectable()
export class OpenStreams implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly open = new Map<EventStream, StreamCall>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly authentication: AuthenticationService,
    private readonly draining: Draining,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.endOrphaned(), LOOK_EVERY_MS).unref();
    this.draining.signal.addEventListener('abort', () => this.endAll());
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  start(call: StreamCall, source: EventSource): StreamableFile {
    this.refuseTooMany(call);
    const stream = new EventStream(source);
    this.open.set(stream, call);
    stream.once('close', () => this.open.delete(stream));
    if (this.draining.isDraining) stream.finish();
    // A stream ends when the process or the token does: a connection that goes with it is never found half closed.
    call.reply.header('connection', 'close').header('x-accel-buffering', 'no');
    return new StreamableFile(stream, { type: `${EVENT_STREAM}; charset=utf-8` });
  }

  private refuseTooMany({ tokenId }: StreamCall): void {
    const open = [...this.open.values()].filter((call) => call.tokenId === tokenId).length;
    if (open < MOST_PER_TOKEN) return;
    throw new DomainError('quota_exceeded', `This token has ${MOST_PER_TOKEN} streams open here already.`, {
      remediation: 'Close a stream, or follow several jobs with one stream of GET /v1/events.',
      retryAfterSeconds: RETRY_AFTER_SECONDS,
      context: { policy: 'open-streams', limit: MOST_PER_TOKEN },
    });
  }

  private endAll(): void {
    for (const stream of this.open.keys()) stream.finish();
  }

  private async endOrphaned(): Promise<void> {
    await Promise.all([...this.open].map(([stream, call]) => this.endIfOrphaned(stream, call)));
  }

  private async endIfOrphaned(stream: EventStream, { caller }: StreamCall): Promise<void> {
    try {
      await this.authentication.actorOf(caller);
    } catch (error) {
      // A database that does not answer says nothing about the token, and has nothing to send either.
      if (error instanceof DomainError) stream.finish();
    }
  }
}
