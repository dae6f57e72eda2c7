import { createCipheriv } from 'node:crypto';
import { ALPHABET, CHARSETS } from './alphabet.js';
import { checkCharacters, valueOf, weightAt } from './check-character.js';
import type { CodeFormat } from './code-format.js';

const BLOCK_BYTES = 16;
/** Two bytes a character: what is uneven in drawing one of 31 is below one part in two thousand. */
const DRAW_BYTES = 2;
const DRAWS = 2 ** (8 * DRAW_BYTES);

/**
 * Spells the codes of a batch. Each is its ordinal's part of the keystream of the batch's key (AES-256-CTR), so the same
 * key and ordinal give the same code at any time, and without the key nobody can tell one from another.
 */
export class CodeMaker {
  private readonly letters: string;
  private readonly shown: string[];
  private readonly normal: string[];
  private readonly fixedSum: number;
  private readonly weights: number[];
  private readonly checks: string[];
  private readonly blocks: number;

  constructor(
    private readonly key: Buffer,
    { layout, charset }: CodeFormat,
  ) {
    this.letters = CHARSETS[charset];
    this.shown = layout.split('#');
    this.normal = this.shown.map((fixed) => fixed.replaceAll('-', ''));
    const places = [...this.normal.join('#')].map((character, position) => ({ character, position }));
    const drawn = places.filter(({ character }) => character === '#').map(({ position }) => position);
    this.fixedSum = places
      .filter(({ character }) => character !== '#')
      .reduce((sum, { character, position }) => sum + valueOf(character) * weightAt(position), 0);
    this.weights = drawn.slice(0, -1).map(weightAt);
    this.checks = checkCharacters(drawn.at(-1)!);
    this.blocks = Math.ceil((this.weights.length * DRAW_BYTES) / BLOCK_BYTES);
  }

  /** As people read them, dashes and all. */
  forPeople(first: number, count: number): string[] {
    return this.spell(first, count, this.shown);
  }

  /** As they are looked up. */
  forLookup(first: number, count: number): string[] {
    return this.spell(first, count, this.normal);
  }

  private spell(first: number, count: number, fixed: string[]): string[] {
    const stream = this.keystream(first, count);
    const width = this.blocks * BLOCK_BYTES;
    return Array.from({ length: count }, (_, index) => this.spellOne(stream, index * width, fixed));
  }

  private spellOne(stream: Buffer, at: number, fixed: string[]): string {
    let code = fixed[0]!;
    let sum = this.fixedSum;
    for (let place = 0; place < this.weights.length; place++) {
      const draw = stream.readUInt16BE(at + place * DRAW_BYTES);
      const letter = this.letters[Math.floor((draw * this.letters.length) / DRAWS)]!;
      sum += valueOf(letter) * this.weights[place]!;
      code += letter + fixed[place + 1]!;
    }
    return code + this.checks[sum % ALPHABET.length]! + fixed.at(-1)!;
  }

  private keystream(first: number, count: number): Buffer {
    const counter = Buffer.alloc(BLOCK_BYTES);
    counter.writeBigUInt64BE(BigInt(first) * BigInt(this.blocks), BLOCK_BYTES / 2);
    const cipher = createCipheriv('aes-256-ctr', this.key, counter);
    return cipher.update(Buffer.alloc(count * this.blocks * BLOCK_BYTES));
  }
}
