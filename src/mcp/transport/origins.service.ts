import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { PublicUrl } from '../../platform/http/public-url.js';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Keeps web pages that the user did not mean to connect, and names rebound to this machine, away from the door. */
@Injectable()
export class Origins {
  private readonly isLocal: boolean;

  constructor(
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
    private readonly publicUrl: PublicUrl,
  ) {
    this.isLocal = config.publicUrl === null && LOOPBACK.has(config.host === '::1' ? '[::1]' : config.host);
  }

  /** Why the request is turned away; null when it is not. Programs send no Origin. */
  refusal({ headers }: FastifyRequest): string | null {
    if (headers.origin !== undefined && !this.isAllowed(headers.origin)) return 'Invalid Origin header';
    if (this.isLocal && !LOOPBACK.has(hostnameOf(`http://${headers.host ?? ''}`)))
      return 'Invalid Host header';
    return null;
  }

  private isAllowed(origin: string): boolean {
    const { corsOrigins } = this.config;
    if (corsOrigins.includes('*') || corsOrigins.includes(origin)) return true;
    if (origin === new URL(this.publicUrl.base).origin) return true;
    return this.isLocal && LOOPBACK.has(hostnameOf(origin));
  }
}

function hostnameOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
