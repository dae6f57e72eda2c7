import { Injectable, type StreamableFile } from '@nestjs/common';
import { DomainError, notFound } from '../../platform/errors.js';
import type { Actor } from '../../teams/actor.types.js';
import { OpenStreams } from '../../teams/open-streams.service.js';
import type { StreamCall } from '../../teams/stream-call.decorator.js';
import { SseSession } from './sse-session.js';

/** The streams that this process holds open. Another process knows nothing of them. */
@Injectable()
export class SseSessions {
  private readonly open = new Map<string, SseSession>();

  constructor(private readonly streams: OpenStreams) {}

  start(call: StreamCall, endpointOf: (id: string) => string): StreamableFile {
    const session = new SseSession(call.tokenId);
    session.push('endpoint', endpointOf(session.id));
    const stream = this.streams.start(call, (until) => session.events(until));
    this.open.set(session.id, session);
    session.gone.signal.addEventListener('abort', () => this.open.delete(session.id));
    // Also where nothing was ever read of it.
    stream.getStream().once('close', () => session.gone.abort());
    return stream;
  }

  /** Another token's session is one that does not exist. */
  find(id: unknown, { tokenId }: Actor): SseSession {
    const session = typeof id === 'string' ? this.open.get(id) : undefined;
    if (session?.tokenId !== tokenId) throw notFound('session');
    if (!session.isFull) return session;
    throw new DomainError('quota_exceeded', 'Too many answers wait in this session to be read.', {
      remediation: 'Read the stream, or open a new one.',
      retryAfterSeconds: 1,
    });
  }
}
