import { SharedTurns } from './shared-turns.js';

function turnsOf(
  options: {
    most?: number;
    fails?: (requests: number[]) => boolean;
    triesAlone?: boolean;
  } = {},
) {
  const { most = 10, fails = () => false, triesAlone = false } = options;
  const served: number[][] = [];
  const turns = new SharedTurns<number, number>({
    most,
    weigh: (request) => request,
    triesAlone: () => triesAlone,
    serve: (_lane, requests) => {
      served.push(requests);
      return fails(requests)
        ? Promise.reject(new Error('refused'))
        : Promise.resolve(requests.map((request) => request * 10));
    },
  });
  return { served, ask: (request: number, lane = 'a lane') => turns.ask(lane, request) };
}

describe('shared turns', () => {
  it('serve what comes together at once, and answer each with its own', async () => {
    const { served, ask } = turnsOf();
    expect(await Promise.all([ask(1), ask(2), ask(3)])).toEqual([10, 20, 30]);
    expect(served).toEqual([[1, 2, 3]]);
  });

  it('serve what comes meanwhile in the next turn, and who comes later in one of its own', async () => {
    const { served, ask } = turnsOf();
    const meanwhile: Promise<number>[] = [];
    await ask(1).then(() => meanwhile.push(ask(2), ask(3)));
    expect(await Promise.all(meanwhile)).toEqual([20, 30]);
    expect(await ask(4)).toBe(40);
    expect(served).toEqual([[1], [2, 3], [4]]);
  });

  it('take no more than their weight, and what is heavier alone', async () => {
    const { served, ask } = turnsOf({ most: 10 });
    await Promise.all([ask(4), ask(6), ask(1), ask(50), ask(2)]);
    expect(served).toEqual([[4, 6], [1], [50], [2]]);
  });

  it('of different lanes do not mix', async () => {
    const { served, ask } = turnsOf();
    await Promise.all([ask(1, 'one'), ask(2, 'two'), ask(3, 'one')]);
    expect(served).toEqual([[1, 3], [2]]);
  });

  it('fail all that share one, or try each alone', async () => {
    const fails = (requests: number[]) => requests.includes(2);
    const together = turnsOf({ fails });
    const all = await Promise.allSettled([together.ask(1), together.ask(2), together.ask(3)]);
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);

    const apart = turnsOf({ fails, triesAlone: true });
    const each = await Promise.allSettled([apart.ask(1), apart.ask(2), apart.ask(3)]);
    expect(each.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(apart.served).toEqual([[1, 2, 3], [1], [2], [3]]);
  });
});
