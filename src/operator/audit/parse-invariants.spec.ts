import { readInvariants } from './invariants-file.js';
import { parseInvariants } from './parse-invariants.js';

describe('the invariants', () => {
  it('are read one by one, with their pace and without their comments', () => {
    const text = [
      '-- For readers.',
      '-- name: first',
      '-- check: minute',
      '-- Why it must hold.',
      'select 1',
      'where false;',
      '',
      '-- name: second',
      '-- check: hour',
      'select 2;',
    ].join('\n');

    expect(parseInvariants(text)).toEqual([
      { name: 'first', pace: 'minute', sql: 'select 1\nwhere false' },
      { name: 'second', pace: 'hour', sql: 'select 2' },
    ]);
  });

  it.each([
    ['without a pace', '-- name: first\nselect 1;'],
    ['without an end', '-- name: first\n-- check: hour\nselect 1'],
    ['without a name', '-- name:\n-- check: hour\nselect 1;'],
  ])('are refused %s, since one that is skipped would look like good news', (_, text) => {
    expect(() => parseInvariants(text)).toThrow('needs a name');
  });

  it('of the repository are found, each under a name of its own', () => {
    const names = readInvariants().map(({ name }) => name);
    expect(names).toContain('book_sums_to_zero');
    expect(new Set(names).size).toBe(names.length);
  });
});
