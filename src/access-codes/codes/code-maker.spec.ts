import { ALPHABET } from './alphabet.js';
import { addsUp } from './check-character.js';
import { formatOf, refuseTooSmall } from './code-format.js';
import { codeId, newCodeBase, partsOfCodeId } from './code-id.js';
import { CodeMaker } from './code-maker.js';
import { maskOf, maskOfImported } from './code-mask.js';
import { normalForm } from './normal-form.js';
import { isId } from '../../platform/ids.js';

const KEY = Buffer.alloc(32, 7);
const FORMATS = [
  formatOf({}),
  formatOf({ prefix: 'vip' }),
  formatOf({ pattern: 'SPRING-####-####' }),
  formatOf({ pattern: '##OIL##-######-01' }),
  formatOf({ length: 32 }),
  formatOf({ length: 16, charset: 'digits' }),
];

describe.each(FORMATS)('codes of $layout in $charset', (format) => {
  const maker = new CodeMaker(KEY, format);

  it('are the same whenever and however many at once they are spelt', () => {
    const all = maker.forPeople(0, 200);
    expect(maker.forPeople(150, 50)).toEqual(all.slice(150));
    expect(maker.forPeople(77, 1)).toEqual([all[77]]);
    expect(new Set(all).size).toBe(200);
  });

  it('are of another key when the key is another', () => {
    const others = new CodeMaker(Buffer.alloc(32, 8), format).forPeople(0, 50);
    expect(maker.forPeople(0, 50).filter((code) => others.includes(code))).toEqual([]);
  });

  it('follow the layout, and what is looked up is what people may type', () => {
    const shape = new RegExp(`^${format.layout.replaceAll('#', `[${ALPHABET}]`)}$`);
    const lookups = maker.forLookup(0, 50);
    maker.forPeople(0, 50).forEach((code, index) => {
      expect(code).toMatch(shape);
      expect(normalForm(` ${code.toLowerCase().replaceAll('-', ' – ')} `)).toBe(lookups[index]);
    });
  });

  it('add up, and with one drawn character wrong or two neighbours changed they do not', () => {
    for (const code of maker.forLookup(0, 20)) {
      expect(addsUp(code)).toBe(true);
      [...code].forEach((character, at) => {
        for (const other of ALPHABET.replace(character, '')) {
          if (!ALPHABET.includes(character)) continue;
          expect(addsUp(code.slice(0, at) + other + code.slice(at + 1))).toBe(false);
        }
        const next = code[at + 1];
        if (
          next === undefined ||
          next === character ||
          !ALPHABET.includes(character) ||
          !ALPHABET.includes(next)
        )
          return;
        expect(addsUp(code.slice(0, at) + next + character + code.slice(at + 2))).toBe(false);
      });
    }
  });
});

it('every letter of the alphabet is drawn about as often as every other', () => {
  const drawn = new CodeMaker(KEY, formatOf({ length: 32 })).forLookup(0, 5_000).join('');
  const expected = drawn.length / ALPHABET.length;
  for (const letter of ALPHABET) {
    const times = drawn.split(letter).length - 1;
    expect(Math.abs(times / expected - 1)).toBeLessThan(0.1);
  }
});

describe('a pattern', () => {
  it.each([
    ['A-##', 1_000, /31\^1 = 31 combinations, too few for 1000 codes/],
    ['PIN-####', 10, /31\^3 = 29791 combinations, so one guess in 2979 would hit/],
    [
      'SPRING-####-####',
      1_000_000,
      /31\^7 = 27512614111 combinations, so one guess in 27512 .* Use at least 9 #/,
    ],
    ['NONE', 1, /31\^0 = 1 combinations/],
  ])('%s is refused for %d codes, with the arithmetic', (pattern, quantity, message) => {
    let refusal: { fields?: { message: string }[] } = {};
    try {
      refuseTooSmall(formatOf({ pattern }), quantity);
    } catch (error) {
      refusal = error as typeof refusal;
    }
    expect(refusal.fields?.[0]?.message).toMatch(message);
  });

  it('with room enough is taken', () => {
    expect(refuseTooSmall(formatOf({ pattern: 'SPRING-####-####' }), 250).guessesPerCode).toBe(110050456n);
    expect(() => refuseTooSmall(formatOf({}), 1_000_000)).not.toThrow();
  });
});

describe('a mask', () => {
  it('shows the fixed part and the last characters, but only where enough stays hidden', () => {
    expect(maskOf('VIP-ABCD-EFGH-JKMN', formatOf({ prefix: 'VIP' }))).toBe('VIP-****-****-JKMN');
    expect(maskOf('SPRING-ABCD-EFGH', formatOf({ pattern: 'SPRING-####-####' }))).toBe('SPRING-****-****');
    expect(maskOfImported('ABCDEFGHJK')).toBe('********JK');
    expect(maskOfImported('ABCD')).toBe('****');
  });
});

it('the id of a code leads back to its batch and ordinal', () => {
  const base = newCodeBase(Date.now());
  for (const ordinal of [0, 1, 31, 32, 999_999, 33_554_431]) {
    const id = codeId(base, ordinal);
    expect(isId('accessCode', id)).toBe(true);
    expect(partsOfCodeId(id)).toEqual({ base, ordinal });
  }
  expect(partsOfCodeId('cod_x')).toBeNull();
});

it.each(['', 'a', 'ABC', 'ÄÖÜÄÖÜÄÖÜ', 'ABCD*EFGH', 'A'.repeat(81)])('%s can not be a code', (text) => {
  expect(normalForm(text)).toBeNull();
});
