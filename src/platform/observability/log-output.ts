import { type DestinationStream, pino } from 'pino';

const BUFFER_BYTES = 8 * 1024;
/** What is kept for a place that takes nothing, such as a full disk; what comes then is lost. */
const MOST_UNWRITTEN_BYTES = 1024 * 1024;

/** Lines of one turn of the event loop leave in one system call; a kill loses that turn's lines at most. */
export function linesByTurn(fd: number): DestinationStream {
  const output = pino.destination({
    fd,
    sync: true,
    minLength: BUFFER_BYTES,
    maxLength: MOST_UNWRITTEN_BYTES,
  });
  // An engine that can't tell what it does is better than none; what was not written is tried again with the next line.
  output.on('error', () => undefined);
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
  stdout ??= linesByTurn(process.stdout.fd);
  return stdout;
}
