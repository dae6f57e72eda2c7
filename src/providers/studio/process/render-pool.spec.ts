import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RenderPool } from './render-pool.js';
import { RenderFailed, RenderProcessDied } from './render.errors.js';

/** A program that does what the prompt says, in place of the renderer. */
const PROGRAM = `
process.on('disconnect', () => process.exit(0));
process.on('message', ({ order }) => {
  const acts = {
    paint: () => process.send({ kind: 'done', files: [{ file: String(process.pid), mimeType: process.env.SECRET ?? 'none' }] }),
    hang: () => process.send({ kind: 'progress', fraction: 0.5 }),
    die: () => { console.error('out of paint'); process.exit(3); },
    fail: () => process.send({ kind: 'failed', reason: 'no idea', code: 'ENOSPC' }),
  };
  acts[order.prompt]();
});
`;

const FOLDER = mkdtempSync(join(tmpdir(), 'render-pool-'));
const ENTRY = join(FOLDER, 'program.cjs');
const NEVER = new AbortController().signal;
const pools: RenderPool[] = [];

beforeAll(() => writeFileSync(ENTRY, PROGRAM));
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});
afterAll(() => rmSync(FOLDER, { recursive: true }));

function aPool(size = 1, idleMs = 60_000): RenderPool {
  const pool = new RenderPool({ entry: ENTRY, size, idleMs });
  pools.push(pool);
  return pool;
}

function render(
  pool: RenderPool,
  act: string,
  signal = NEVER,
  onProgress: (fraction: number) => void = () => undefined,
) {
  const order = {
    kind: 'picture' as const,
    style: 'auto' as const,
    prompt: act,
    title: null,
    width: 64,
    height: 64,
    format: 'png' as const,
    seeds: [1],
  };
  return pool.render({ order, folder: FOLDER }, { signal, onProgress });
}

async function pidOf(pool: RenderPool): Promise<number> {
  const [output] = await render(pool, 'paint');
  return Number(output!.file);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('rendering in a process of its own', () => {
  it('uses one process again and again', async () => {
    const pool = aPool();
    expect(await pidOf(pool)).toBe(await pidOf(pool));
    expect(await pidOf(pool)).not.toBe(process.pid);
  });

  it('gives the process none of the environment', async () => {
    process.env.SECRET = 'hunter2';
    const [output] = await render(aPool(), 'paint');
    delete process.env.SECRET;
    expect(output!.mimeType).toBe('none');
  });

  it('is killed at once by an abort, and the next render has a new process', async () => {
    const pool = aPool();
    const pid = await pidOf(pool);
    const abort = new AbortController();
    const reason = new Error('canceled by the customer');
    await expect(render(pool, 'hang', abort.signal, () => abort.abort(reason))).rejects.toBe(reason);
    expect(isAlive(pid)).toBe(false);
    expect(await pidOf(pool)).not.toBe(pid);
  });

  it('tells a crash from a refusal, and goes on after both', async () => {
    const pool = aPool();
    const crash: unknown = await render(pool, 'die').catch((error: unknown) => error);
    expect(crash).toBeInstanceOf(RenderProcessDied);
    expect((crash as Error).message).toContain('exit code 3');
    const failure: unknown = await render(pool, 'fail').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RenderFailed);
    expect(failure).toMatchObject({ systemCode: 'ENOSPC' });
    expect(await pidOf(pool)).toBeGreaterThan(0);
  });

  it('never has more processes than its size', async () => {
    const pool = aPool(2);
    const pids = await Promise.all(Array.from({ length: 8 }, () => pidOf(pool)));
    expect(new Set(pids).size).toBeLessThanOrEqual(2);
    expect(pool.processCount).toBeLessThanOrEqual(2);
  });

  it('lets go of those who wait when they are aborted', async () => {
    const pool = aPool();
    const abort = new AbortController();
    let waiting: Promise<unknown> | undefined;
    const first = render(pool, 'hang', abort.signal, () => {
      waiting = render(pool, 'paint', abort.signal).catch((error: unknown) => error);
      abort.abort(new Error('enough'));
    });
    await expect(first).rejects.toThrow('enough');
    expect(await waiting).toMatchObject({ message: 'enough' });
    expect(await pidOf(pool)).toBeGreaterThan(0);
  });

  it('starts nothing for work that is already aborted', async () => {
    const pool = aPool();
    await expect(render(pool, 'paint', AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
    expect(pool.processCount).toBe(0);
  });

  it('stops a process that has nothing to do', async () => {
    const pool = aPool(1, 1);
    const pid = await pidOf(pool);
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(pool.processCount).toBe(0);
  });
});
