import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import pg from 'pg';
import { pause, SECOND_MS } from '../clock.js';
import { Complaints } from '../complaints.js';
import { ENGINE_CONFIG, type EngineConfig } from '../config/config.types.js';
import { CONNECT_TIMEOUT_MS, SILENCE_MS } from './patience.js';

/** What processes tell each other through Postgres. A message is a hint: whoever waits for one also looks by the clock. */
const CHANNELS = ['job_queued', 'job_settled', 'job_canceled', 'team_event', 'webhook_due'] as const;

type Channel = (typeof CHANNELS)[number];

type Listener = (payload: string) => void;

/** A message costs Postgres a transaction and wakes every listener. */
const PAUSE_BETWEEN_MS = 5;
const MAX_RECONNECT_PAUSE_MS = 5 * SECOND_MS;

/** One LISTEN connection a process, made again whenever it drops. */
@Injectable()
export class Notifications implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Notifications.name);
  private readonly complaints = new Complaints((text) => this.logger.warn(text));
  private readonly listeners = new Map<Channel, Set<Listener>>();
  private readonly untold = new Map<Channel, number>();
  private readonly closing = new AbortController();
  private client: pg.Client | null = null;
  private listening: Promise<void> | null = null;

  constructor(@Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'database'>) {}

  on(channel: Channel, listener: Listener): void {
    const listeners = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, listeners.add(listener));
  }

  /**
   * After a commit, for what concerns everybody who listens. Not from inside the transaction: Postgres lets those that
   * notify commit one at a time. The first goes at once; then one stands for all that were asked for within a few milliseconds.
   */
  tell(channel: Channel): void {
    const isUnderWay = this.untold.has(channel);
    this.untold.set(channel, (this.untold.get(channel) ?? 0) + 1);
    if (!isUnderWay) void this.tellAll(channel);
  }

  onApplicationBootstrap(): void {
    this.listening = this.keepListening();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing.abort();
    await this.client?.end().catch(() => undefined);
    await this.listening;
  }

  private async tellAll(channel: Channel): Promise<void> {
    while (this.untold.get(channel)! > 0) {
      this.untold.set(channel, 0);
      // Who misses it finds by the clock what it would have said.
      await this.client?.query(`notify ${channel}`).catch(() => undefined);
      await pause(PAUSE_BETWEEN_MS);
    }
    this.untold.delete(channel);
  }

  private async keepListening(): Promise<void> {
    for (let failures = 0; !this.closing.signal.aborted; failures++) {
      try {
        await this.listenUntilDropped(() => (failures = 0));
      } catch (error) {
        if (!this.closing.signal.aborted)
          this.complaints.about(`The notification connection failed: ${String(error)}`);
      }
      await pause(Math.min(100 * 2 ** failures, MAX_RECONNECT_PAUSE_MS), this.closing.signal);
    }
  }

  private async listenUntilDropped(onConnected: () => void): Promise<void> {
    const { appUrl, silenceMs } = this.config.database;
    const client = new pg.Client({
      connectionString: appUrl,
      application_name: 'engine-notifications',
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      // A connection on which nothing was answered in time is closed, and made again.
      pipeline: true,
      query_timeout: silenceMs ?? SILENCE_MS,
    });
    const dropped = new Promise<void>((resolve, reject) =>
      client.on('error', reject).on('end', () => resolve()),
    );
    // The rejection is awaited below; until then it must not count as unhandled.
    dropped.catch(() => undefined);
    client.on('notification', ({ channel, payload }) => this.dispatch(channel, payload ?? ''));
    this.client = client;
    try {
      await client.connect();
      for (const channel of CHANNELS) await client.query(`listen ${channel}`);
      onConnected();
      await dropped;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private dispatch(channel: string, payload: string): void {
    for (const listener of this.listeners.get(channel as Channel) ?? []) listener(payload);
  }
}
