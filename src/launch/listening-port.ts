import { connect, createServer } from 'node:net';
import type { EngineConfig } from '../platform/config/config.types.js';
import { SECOND_MS } from '../platform/clock.js';
import { LaunchProblem } from './launch-problem.js';

const PORTS_TO_TRY = 50;

type Address = Pick<EngineConfig, 'host' | 'port' | 'portChosen'>;

/**
 * The port to listen on, found before the app is made, so that links are right from the first one on. One that was chosen
 * may have clients that wait for it; the default has to give way to whatever holds it, and only a try tells that.
 */
export async function listeningPort({ host, port, portChosen }: Address): Promise<number> {
  if (!portChosen || port === 0) return firstFreePort(host, port);
  if (await isAnswered(host, port)) throw portTaken({ host, port });
  return port;
}

export function portTaken({ host, port }: Pick<Address, 'host' | 'port'>): LaunchProblem {
  return new LaunchProblem(
    `Port ${port} on ${host} is taken by another program. Stop that, or set PORT to another one, e.g. PORT=${port + 1}.`,
  );
}

export function cannotListen({ host, port }: Pick<Address, 'host' | 'port'>, error: Error): LaunchProblem {
  return new LaunchProblem(`Can't listen on ${host}:${port}: ${error.message}. Check HOST and PORT.`);
}

/** Asked and not tried: whoever listens for a moment to try takes in clients that wait for a restart, and resets them. */
function isAnswered(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: SECOND_MS });
    const settle = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket
      // Where nobody listens, the system may pick that very port to ask from, and the socket answers itself.
      .once('connect', () => settle(socket.localPort !== port))
      .once('error', () => settle(false))
      .once('timeout', () => settle(false));
  });
}

async function firstFreePort(host: string, port: number): Promise<number> {
  const last = port === 0 ? port : port + PORTS_TO_TRY;
  for (let candidate = port; candidate <= last; candidate++) {
    const free = await tried(host, candidate);
    if (free !== null) return free;
  }
  throw new LaunchProblem(`The ports ${port} to ${last} on ${host} are all taken. Set PORT to a free one.`);
}

/** Null when somebody has the port; the number itself, or the one the system chose for 0. */
function tried(host: string, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') return resolve(null);
      reject(cannotListen({ host, port }, error));
    });
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}
