import { invalid } from '../../platform/errors.js';
import { type Charset, CHARSETS } from './alphabet.js';

const DEFAULT_LENGTH = 12;
const GROUP = 4;
/** With the lock-outs of guessing, a hit at these odds takes a token years. */
const GUESSES_A_CODE = 100_000;

/** How the codes of a batch look. In the layout each `#` is a drawn character, the last of them the check character. */
export interface CodeFormat {
  layout: string;
  charset: Charset;
}

export interface FormatWish {
  prefix?: string;
  pattern?: string;
  length?: number;
  charset?: Charset;
}

export function formatOf({ prefix, pattern, length, charset = 'unambiguous' }: FormatWish): CodeFormat {
  if (pattern !== undefined && length !== undefined)
    throw invalid([{ path: 'length', message: 'says the same as pattern; give one of them' }]);
  const drawn =
    pattern ?? '#'.repeat(length ?? DEFAULT_LENGTH).replaceAll(/#{4}(?=#)/g, `${'#'.repeat(GROUP)}-`);
  return { layout: [prefix, drawn].filter(Boolean).join('-').toUpperCase(), charset };
}

export interface Room {
  /** How many different codes the layout has room for. */
  combinations: bigint;
  /** A guesser tries so many well-formed codes for each that is good. */
  guessesPerCode: bigint;
}

function roomFor({ layout, charset }: CodeFormat, quantity: number): Room {
  const combinations = BigInt(CHARSETS[charset].length) ** BigInt(drawnIn(layout));
  return { combinations, guessesPerCode: combinations / BigInt(quantity) };
}

/** Says how many combinations there are and how many it takes, so that whoever asks can do the sum again. */
export function refuseTooSmall(format: CodeFormat, quantity: number): Room {
  const room = roomFor(format, quantity);
  if (room.guessesPerCode >= BigInt(GUESSES_A_CODE)) return room;
  const drawn = drawnIn(format.layout);
  const size = CHARSETS[format.charset].length;
  const arithmetic = `${format.layout} has ${drawn} drawn characters of ${size} (the last # is the check character): ${size}^${drawn} = ${room.combinations} combinations`;
  const reason =
    room.combinations < BigInt(quantity)
      ? `too few for ${quantity} codes`
      : `so one guess in ${room.guessesPerCode} would hit one of ${quantity} codes, and fewer than one in ${GUESSES_A_CODE} must`;
  throw invalid(
    [
      {
        path: 'pattern',
        message: `${arithmetic}, ${reason}. Use at least ${neededFor(size, quantity) + 1} # or ask for fewer`,
      },
    ],
    `The pattern is too small for ${quantity} codes: ${arithmetic}, ${reason}.`,
  );
}

function drawnIn(layout: string): number {
  return Math.max(0, layout.split('#').length - 2);
}

function neededFor(size: number, quantity: number): number {
  let drawn = 0;
  for (let room = 1n; room < BigInt(quantity) * BigInt(GUESSES_A_CODE); room *= BigInt(size)) drawn++;
  return drawn;
}
