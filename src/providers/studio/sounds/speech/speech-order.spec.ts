import { DomainError } from '../../../../platform/errors.js';
import type { RenderRequest } from '../../../provider.types.js';
import { prepareSpeechOrder } from './speech-order.js';

function aRequest(prompt: string, input: Record<string, unknown> = {}): RenderRequest {
  return { type: 'audio', model: 'speech', prompt, n: 1, input };
}

function refusal(prompt: string): DomainError {
  try {
    prepareSpeechOrder(aRequest(prompt));
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('an order for speech', () => {
  it('has all defaults written out, so that it stays the same order', () => {
    const first = prepareSpeechOrder(aRequest('Hello there'));
    expect(first.input).toEqual({ voice: 'slt', speed: 1, format: 'mp3' });
    expect(prepareSpeechOrder(aRequest('Hello there', first.input))).toEqual(first);
  });

  it.each([
    ['Привет, мир', 'П'],
    ['hello 你好', '你'],
    ['مرحبا', 'م'],
  ])('%j is refused before anything is charged, and says which characters', (prompt, character) => {
    expect(refusal(prompt)).toMatchObject({ code: 'validation_failed', fields: [{ path: 'prompt' }] });
    expect(refusal(prompt).message).toContain(character);
  });

  it.each(['🎉🎉', '...', '— ¡! —'])('%j has nothing to say', (prompt) => {
    expect(refusal(prompt)).toMatchObject({
      fields: [{ path: 'prompt', message: expect.stringContaining('nothing') }],
    });
  });

  it('refuses a text of more than 5,000 characters', () => {
    expect(refusal('word '.repeat(1_001)).message).toContain('5000');
    expect(() => prepareSpeechOrder(aRequest('word '.repeat(1_000)))).not.toThrow();
  });

  it('refuses what takes longer than ten minutes to say', () => {
    expect(refusal('7 '.repeat(2_400)).message).toContain('600');
  });

  it.each([
    ['Größe – café naïve “quoted” 🚀', 'Grosse, cafe naive "quoted"'],
    ['It costs €5, or 20 °C…', 'It costs 5 euros, or 20 degrees Celsius...'],
    ['ｆｕｌｌ ｗｉｄｔｈ', 'full width'],
  ])('%j is spoken as %j', (prompt, text) => {
    expect(prepareSpeechOrder(aRequest(prompt)).order.text).toBe(text);
  });

  it('is estimated longer when there is more to say, or said slower', () => {
    const seconds = (prompt: string, input = {}) => prepareSpeechOrder(aRequest(prompt, input)).seconds!;
    expect(seconds('One sentence. And one more.')).toBeGreaterThan(seconds('One sentence.'));
    expect(seconds('In 1984')).toBeGreaterThan(seconds('In June'));
    expect(seconds('Hello', { speed: 0.5 })).toBeCloseTo(2 * seconds('Hello'));
  });
});
