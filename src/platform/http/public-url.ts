import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../config/config.types.js';
import { localUrl } from './local-url.js';

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
    return localUrl(this.config.host, this.config.port);
  }
}
