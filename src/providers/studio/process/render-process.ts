import { type ChildProcess, fork } from 'node:child_process';
import { Socket } from 'node:net';
import type { RenderedFile } from '../studio-order.types.js';
import type { RenderCommand, RenderReport } from './render-messages.types.js';
import { RenderFailed, RenderProcessDied } from './render.errors.js';

const LAST_WORDS_LENGTH = 2_000;

interface RenderRun {
  signal: AbortSignal;
  onProgress(fraction: number): void;
}

/** One child process that renders one order at a time. */
export class RenderProcess {
  private readonly child: ChildProcess;
  private readonly ended: Promise<string>;
  private lastWords = '';
  alive = true;

  constructor(entry: string) {
    // Without the engine's environment: a renderer needs no secrets. Without its node options: no inspector port.
    this.child = fork(entry, [], { env: {}, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.lastWords = (this.lastWords + text).slice(-LAST_WORDS_LENGTH);
    });
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(error.message));
      this.child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    void this.ended.then(() => (this.alive = false));
  }

  /** Rejects with the signal's reason once the process is gone, so that nothing writes any more. */
  async run(command: RenderCommand, run: RenderRun): Promise<RenderedFile[]> {
    const { signal } = run;
    signal.throwIfAborted();
    this.holdParent(true);
    const kill = () => this.child.kill('SIGKILL');
    signal.addEventListener('abort', kill, { once: true });
    const conversation = new AbortController();
    try {
      const report = this.finalReport((fraction) => run.onProgress(fraction), conversation.signal);
      // A process that is gone refuses the message, one that could not be started has no way for it; both is told by `ended`.
      if (this.child.connected) this.child.send(command, () => undefined);
      const outcome = await Promise.race([report, this.ended]);
      if (typeof outcome !== 'string') return filesOf(outcome);
      signal.throwIfAborted();
      throw new RenderProcessDied(outcome, this.lastWords);
    } finally {
      conversation.abort();
      signal.removeEventListener('abort', kill);
      this.holdParent(false);
    }
  }

  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private finalReport(onProgress: (fraction: number) => void, over: AbortSignal): Promise<RenderReport> {
    return new Promise((resolve) => {
      const listen = (report: RenderReport) => {
        if (report.kind === 'progress') onProgress(report.fraction);
        else resolve(report);
      };
      this.child.on('message', listen);
      over.addEventListener('abort', () => this.child.off('message', listen), { once: true });
    });
  }

  /** An idle renderer must not keep the engine from ending. */
  private holdParent(hold: boolean): void {
    const method = hold ? 'ref' : 'unref';
    this.child[method]();
    this.child.channel?.[method]();
    if (this.child.stderr instanceof Socket) this.child.stderr[method]();
  }
}

function filesOf(report: RenderReport): RenderedFile[] {
  if (report.kind === 'done') return report.files;
  if (report.kind === 'failed') throw new RenderFailed(report.reason, report.code);
  throw new Error('A rendering process ended with progress.');
}
