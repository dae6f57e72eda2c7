import { type DestinationStream, pino } from 'pino';

const BUFFER_BYTES = 8 * 1024;

/** Lines of one turn of the event loop leave in one system call; a kill loses that turn's lines at most. */
function linesByTurn(): DestinationStream {
  const output = pino.destination({ fd: process.stdout.fd, sync: true, minLength: BUFFER_BYTES });
  let isDue = false;
  const flush = () => {
    isDue = false;
    output.flush();
  };
  process.once('exit', () => output.flush());
  return {
    write(line: string): void {
      output.write(line);
      if (isDue) return;
      isDue = true;
      setImmediate(flush);
    },
  };
}

let stdout: DestinationStream | undefined;

/** One for the process, which has one standard output. */
export function logOutput(): DestinationStream {
  stdout ??= linesByTurn();
  return stdout;
}
