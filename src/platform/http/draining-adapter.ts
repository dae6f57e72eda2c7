import { type Server, Server as NetServer, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { pause, SECOND_MS } from '../clock.js';

/** Whoever keeps a connection in steady use sends its next request within that. */
const LINGER_MS = 2 * SECOND_MS;
/** Browsers open connections before they know what to ask. */
const SILENCE_MS = SECOND_MS;

/**
 * Lets go of clients without resetting anybody. First nobody new is let in, then each connection is told with its next
 * answer that it ends; only those that stay idle are closed without a word. Told any earlier, clients would come back
 * with new connections, and those that the kernel holds when the listener closes are reset.
 */
export class DrainingAdapter extends FastifyAdapter {
  private readonly connections = new Set<Socket>();

  private graceMs = 0;

  /** `graceMs` is what a long transfer that is under way gets to come to its end. */
  drainWithin(graceMs: number): void {
    this.graceMs = graceMs;
    this.server.on('connection', (socket) => {
      this.connections.add(socket);
      socket.once('close', () => this.connections.delete(socket));
    });
  }

  override async close(): Promise<void> {
    if (this.server.listening) await this.letGo();
    await super.close();
  }

  private get server() {
    return this.getInstance().server;
  }

  private async letGo(): Promise<void> {
    await stopListening(this.server);
    setTimeout(() => this.cutSilent(), SILENCE_MS).unref();
    setTimeout(() => this.server.closeAllConnections(), this.graceMs).unref();
    await Promise.race([Promise.all([...this.connections].map(closed)), pause(LINGER_MS)]);
    await everythingRead();
  }

  private cutSilent(): void {
    for (const socket of this.connections) if (socket.bytesRead === 0) socket.destroy();
  }
}

/** Not the close of an HTTP server, which closes idle connections with it. */
function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // Right after the round in which the kernel's queue was emptied.
    setImmediate(() => {
      NetServer.prototype.close.call(server);
      resolve();
    });
  });
}

/** After a stall timers come first: a connection that seems idle may have a request in the kernel that nobody has read yet. */
async function everythingRead(): Promise<void> {
  await nextTurn();
  await nextTurn();
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}
