import { usagePage } from './usage-page.js';
import type { UsageGroup, UsageSpan } from './usage.types.js';

const LINES = ['2026-11-20', '2026-11-21', '2026-11-22'].map((key) => ({ key }));

interface Asked {
  groupBy?: UsageGroup;
  limit?: number;
  cursor?: string;
  from?: Date;
}

function pageAt(now: string, query: Asked, lines = LINES) {
  jest.setSystemTime(new Date(now));
  const spans: UsageSpan[] = [];
  const answer = usagePage('usage', { groupBy: 'day', ...query }, (span) => {
    spans.push(span);
    return Promise.resolve(lines);
  });
  return answer.then((page) => ({ page, span: spans[0]! }));
}

describe('a usage series', () => {
  const NOW = '2026-11-22T23:59:59Z';

  beforeAll(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] }));
  afterAll(() => jest.useRealTimers());

  it('comes whole, and in pages to those who ask for them', async () => {
    expect((await pageAt(NOW, {})).page).toEqual({ data: LINES, nextCursor: null });
    expect((await pageAt(NOW, {}, [])).page).toEqual({ data: [], nextCursor: null });
    const { page } = await pageAt(NOW, { limit: 2 });
    expect(page.data).toEqual(LINES.slice(0, 2));
    const rest = await pageAt(NOW, { limit: 2, cursor: page.nextCursor! });
    expect(rest.page).toEqual({ data: LINES.slice(2), nextCursor: null });
  });

  it('goes on with the days that it began with when midnight passes between two pages', async () => {
    const first = await pageAt(NOW, { limit: 2 });
    const second = await pageAt('2026-11-23T00:00:01Z', { limit: 2, cursor: first.page.nextCursor! });
    expect(first.span).toEqual({ from: '2026-10-23', to: '2026-11-22' });
    expect(second).toEqual({ page: { data: LINES.slice(2), nextCursor: null }, span: first.span });
  });

  it('refuses the cursor of a series of other days, or of other lines', async () => {
    const cursor = (await pageAt(NOW, { limit: 2 })).page.nextCursor!;
    for (const other of [{ from: new Date('2026-11-01') }, { groupBy: 'model' as const }])
      await expect(pageAt(NOW, { cursor, ...other })).rejects.toThrow('not valid');
  });
});
