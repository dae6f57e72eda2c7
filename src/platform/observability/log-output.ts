import { type DestinationStream, pino } from 'pino';

/** Whoever writes more in one turn writes before it ends. */
const MOST_GATHERED = 64 * 1024;
/** What is kept for a place that takes nothing, such as a full disk; what comes then is lost. */
const MOST_UNWRITTEN_BYTES = 1024 * 1024;

/** Lines of one turn of the event loop leave in one system call; a kill loses that turn's lines at most. */
export function linesByTurn(fd: number): DestinationStream {
  const output = pino.destination({
    fd,
    sync: true,
    maxLength: MOST_UNWRITTEN_BYTES,
  });
  // An engine that can't tell what it does is better than none; what was not written is tried again with the next line.
  output.on('error', () => undefined);
  let gathered = '';
  let isDue = false;
  const writeGathered = () => {
    if (gathered !== '') output.write(gathered);
    gathered = '';
  };
  process.once('exit', writeGathered);
  return {
    write(line: string): void {
      gathered += line;
      if (gathered.length >= MOST_GATHERED) writeGathered();
      if (isDue) return;
      isDue = true;
      setImmediate(() => {
        isDue = false;
        writeGathered();
      });
    },
  };
}

let stdout: DestinationStream | undefined;

/** One for the process, which has one standard output. */
export function logOutput(): DestinationStream {
  stdout ??= linesByTurn(process.stdout.fd);
  return stdout;
}
