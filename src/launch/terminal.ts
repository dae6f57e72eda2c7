const isTerminal = process.stdout.isTTY;

export function say(text = ''): void {
  process.stdout.write(`${text}\n`);
}

export function strong(text: string): string {
  return isTerminal ? `\u001b[1m${text}\u001b[22m` : text;
}

export function dim(text: string): string {
  return isTerminal ? `\u001b[2m${text}\u001b[22m` : text;
}

/** One line that is written over on a terminal, and silent elsewhere until its end. */
export class ProgressLine {
  show(text: string): void {
    if (isTerminal) process.stdout.write(`\r\u001b[2K${text}`);
  }

  end(text: string): void {
    this.show('');
    say(text);
  }
}

export function bar(fraction: number): string {
  const width = 24;
  const filled = Math.round(Math.min(1, Math.max(0, fraction)) * width);
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${String(Math.round(fraction * 100)).padStart(3)} %`;
}
