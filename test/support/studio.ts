import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { RenderPool } from '../../src/providers/studio/process/render-pool.js';
import { prepareStudioOrder } from '../../src/providers/studio/studio-order.js';
import type { OnProgress, RenderedFile } from '../../src/providers/studio/studio-order.types.js';
import type { RenderRequest } from '../../src/providers/provider.types.js';
import { aFolder } from './engine.js';

const ENTRY = path.resolve('dist/src/providers/studio/process/render.main.js');

export interface Rendering extends RenderedFile {
  estimatedSeconds: number;
}

/** The built renderer without the engine: a request in, files out. */
export class TestStudio {
  readonly pool = new RenderPool({ entry: ENTRY, size: 1, idleMs: 60_000 });

  async render(
    request: Partial<RenderRequest> & Pick<RenderRequest, 'type' | 'model' | 'prompt'>,
    onProgress: OnProgress = () => undefined,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Rendering[]> {
    const { order, seconds = 0 } = prepareStudioOrder({ n: 1, input: {}, ...request });
    const folder = await aFolder();
    const files = await this.pool.render({ order, folder }, { signal, onProgress });
    return files.map((file) => ({ ...file, estimatedSeconds: seconds }));
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}

/** The rendering processes that a process has started, by their ids. */
export async function renderersOf(parent: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  return stdout
    .split('\n')
    .filter((line) => line.includes('render.main.js'))
    .map((line) => line.trim().split(/\s+/u).map(Number))
    .filter(([, parentOfIt]) => parentOfIt === parent)
    .map(([pid]) => pid!);
}
