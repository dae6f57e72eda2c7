import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../config/config.types.js';

const EVERY_ADDRESS = new Set(['0.0.0.0', '::']);

/** The base of every absolute URL in answers: PUBLIC_URL, else the address that the server was bound to. */
@Injectable()
export class PublicUrl {
  private bound: string | null = null;

  constructor(
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'publicUrl' | 'host' | 'port'>,
  ) {}

  /** Called once the server listens. */
  set(url: string): void {
    this.bound = url.replace(/\/+$/, '');
  }

  /** Without a trailing slash. */
  get base(): string {
    return this.config.publicUrl ?? this.bound ?? this.expected();
  }

  /** A worker may finish a job of its former life before its server listens. */
  private expected(): string {
    const { host, port } = this.config;
    const reachable = EVERY_ADDRESS.has(host) ? '127.0.0.1' : host;
    return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
  }
}
