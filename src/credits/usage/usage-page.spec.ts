import { usagePage } from './usage-page.js';

describe('a usage series', () => {
  const lines = ['2026-11-20', '2026-11-21', '2026-11-22'].map((key) => ({ key }));

  it('comes whole, and in pages to those who ask for them', () => {
    expect(usagePage(lines, {})).toEqual({ data: lines, nextCursor: null });
    expect(usagePage([], {})).toEqual({ data: [], nextCursor: null });
    const first = usagePage(lines, { limit: 2 });
    expect(first.data).toEqual(lines.slice(0, 2));
    expect(usagePage(lines, { limit: 2, cursor: first.nextCursor! })).toEqual({
      data: lines.slice(2),
      nextCursor: null,
    });
  });
});
