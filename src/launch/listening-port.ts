import { createServer } from 'node:net';
import type { EngineConfig } from '../platform/config/config.types.js';
import { LaunchProblem } from './launch-problem.js';

const PORTS_TO_TRY = 50;

type Address = Pick<EngineConfig, 'host' | 'port' | 'portChosen'>;

/** The port to listen on, found before the app is made, so that links are right from the first one on. */
export async function listeningPort({ host, port, portChosen }: Address): Promise<number> {
  const last = portChosen ? port : port + PORTS_TO_TRY;
  for (let candidate = port; candidate <= last; candidate++) {
    const free = await probe(host, candidate);
    if (free !== null) return free;
  }
  throw new LaunchProblem(
    portChosen
      ? `Port ${port} on ${host} is taken by another program. Stop that, or set PORT to another one, e.g. PORT=${port + 1}.`
      : `The ports ${port} to ${last} on ${host} are all taken. Set PORT to a free one.`,
  );
}

/** Null when somebody has the port; the number itself, or the one the system chose for 0. */
function probe(host: string, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') return resolve(null);
      reject(new LaunchProblem(`Can't listen on ${host}:${port}: ${error.message}. Check HOST and PORT.`));
    });
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}
