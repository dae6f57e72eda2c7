import { connect, createServer } from 'node:net';
import type { EngineConfig } from '../platform/config/config.types.js';
import { SECOND_MS } from '../platform/clock.js';
import { LaunchProblem } from './launch-problem.js';

const PORTS_TO_TRY = 50;

type Address = Pick<EngineConfig, 'host' | 'port' | 'portChosen'>;

/** The port to listen on, found before the app is made, so that links are right from the first one on. */
export async function listeningPort({ host, port, portChosen }: Address): Promise<number> {
  if (port === 0) return anyFreePort(host);
  const last = portChosen ? port : port + PORTS_TO_TRY;
  for (let candidate = port; candidate <= last; candidate++)
    if (!(await isTaken(host, candidate))) return candidate;
  throw new LaunchProblem(
    portChosen
      ? `Port ${port} on ${host} is taken by another program. Stop that, or set PORT to another one, e.g. PORT=${port + 1}.`
      : `The ports ${port} to ${last} on ${host} are all taken. Set PORT to a free one.`,
  );
}

/** Asked and not tried: whoever listens for a moment to try takes in clients that wait for a restart, and resets them. */
function isTaken(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: SECOND_MS });
    const settle = (taken: boolean) => {
      socket.destroy();
      resolve(taken);
    };
    socket
      // Where nobody listens, the system may pick that very port to ask from, and the socket answers itself.
      .once('connect', () => settle(socket.localPort !== port))
      .once('error', () => settle(false))
      .once('timeout', () => settle(false));
  });
}

function anyFreePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => reject(cannotListen({ host, port: 0 }, error)));
    server.listen(0, host, () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

export function cannotListen({ host, port }: Pick<Address, 'host' | 'port'>, error: Error): LaunchProblem {
  return new LaunchProblem(`Can't listen on ${host}:${port}: ${error.message}. Check HOST and PORT.`);
}
