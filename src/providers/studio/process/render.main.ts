import { setPriority } from 'node:os';
import { renderOrder } from '../studio-rendering.js';
import type { RenderCommand, RenderReport } from './render-messages.types.js';

const NICE = 10;

// First of all: the threads that drawing and encoding start inherit it.
setPriority(NICE);

// Whoever stops the engine stops the whole group; a render in hand is for the engine to end.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

// The channel closes when the engine is gone, however it died.
process.on('disconnect', () => process.exit(0));

process.on('message', ({ order, folder }: RenderCommand) => {
  renderOrder(order, folder, (fraction) => report({ kind: 'progress', fraction })).then(
    (files) => report({ kind: 'done', files }),
    (error: unknown) => report({ kind: 'failed', ...describe(error) }),
  );
});

function report(message: RenderReport): void {
  if (process.connected) process.send?.(message);
}

function describe(error: unknown): { reason: string; code: string | null } {
  if (!(error instanceof Error)) return { reason: 'unknown', code: null };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { reason: error.stack ?? error.message, code };
}
