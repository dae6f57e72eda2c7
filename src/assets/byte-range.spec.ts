import { wantedBytes } from './byte-range.js';

const SIZE = 1_000;

describe('the bytes that a Range header asks for', () => {
  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=0-99', 0, 99],
    ['bytes=900-', 900, 999],
    ['bytes=-100', 900, 999],
    ['bytes=990-5000', 990, 999],
    ['bytes=-5000', 0, 999],
    ['Bytes= 5-6 ', 5, 6],
  ])('%s is a part', (header, start, end) => {
    expect(wantedBytes(header, SIZE)).toEqual({ kind: 'part', range: { start, end } });
  });

  it.each([
    undefined,
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=a-b',
    'bytes=9-5',
    'bytes=0-1,5-6',
    'items=0-1',
    'bytes=1.5-2',
  ])('%s means the whole', (header) => expect(wantedBytes(header, SIZE)).toEqual({ kind: 'whole' }));

  it.each(['bytes=1000-', 'bytes=5000-6000', 'bytes=-0', `bytes=${'9'.repeat(40)}-`])(
    '%s is not there',
    (header) => {
      expect(wantedBytes(header, SIZE)).toEqual({ kind: 'unsatisfiable' });
    },
  );
});
