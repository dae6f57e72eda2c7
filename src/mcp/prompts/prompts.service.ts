import { Injectable } from '@nestjs/common';
import type { Params, Result } from '../protocol/exchange.types.js';
import { argumentsIn } from '../protocol/arguments-in.js';
import { INVALID_PARAMS, ProtocolProblem } from '../protocol/protocol-problem.js';
import { PROMPTS } from './prompt-list.js';

@Injectable()
export class Prompts {
  list(): Result {
    return { prompts: PROMPTS.map(({ text: _text, ...shown }) => shown) };
  }

  get({ name, arguments: given }: Params): Result {
    if (typeof name !== 'string') throw new ProtocolProblem(INVALID_PARAMS, 'params.name must be a string');
    const prompt = PROMPTS.find((candidate) => candidate.name === name);
    if (!prompt) throw new ProtocolProblem(INVALID_PARAMS, `Unknown prompt: ${name}`);
    const values = withoutNulls(argumentsIn(given));
    for (const argument of prompt.arguments) {
      const value: unknown = values[argument.name];
      if (value === undefined && !argument.required) continue;
      if (typeof value !== 'string' || value === '')
        throw new ProtocolProblem(INVALID_PARAMS, `The argument ${argument.name} must be text`);
    }
    const content = { type: 'text', text: prompt.text(values) };
    return { description: prompt.description, messages: [{ role: 'user', content }] };
  }
}

/** Many clients send null for what they leave out. */
function withoutNulls(given: object): Record<string, string> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}
