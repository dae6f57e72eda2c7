import type { Agent } from 'node:http';
import { SECOND_MS } from '../clock.js';

/** So many places at once keep connections that nobody uses. */
const MOST_IDLE_PLACES = 500;
const CLOSE_IDLE_AFTER_MS = 15 * SECOND_MS;

export const KEPT = { keepAlive: true, maxFreeSockets: 64, timeout: CLOSE_IDLE_AFTER_MS } as const;

/** An agent for each place, so that the next request to it needs no new connection. The one used last stands last. */
export class KeptAgents {
  private readonly agents = new Map<string, Agent>();

  constructor(private readonly make: (url: URL) => Agent) {}

  for(url: URL): Agent {
    const agent = this.agents.get(url.origin) ?? this.make(url);
    this.agents.delete(url.origin);
    this.agents.set(url.origin, agent);
    if (this.agents.size > MOST_IDLE_PLACES) this.forgetIdle();
    return agent;
  }

  closeAll(): void {
    for (const agent of this.agents.values()) agent.destroy();
    this.agents.clear();
  }

  private forgetIdle(): void {
    for (const [origin, agent] of this.agents) {
      if (this.agents.size <= MOST_IDLE_PLACES) return;
      if (Object.keys(agent.sockets).length > 0 || Object.keys(agent.requests).length > 0) continue;
      agent.destroy();
      this.agents.delete(origin);
    }
  }
}
