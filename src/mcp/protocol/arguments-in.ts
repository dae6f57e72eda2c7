import type { Params } from './exchange.types.js';
import { INVALID_PARAMS, ProtocolProblem } from './protocol-problem.js';

/** `arguments` of a call; clients send nothing, or null, where there are none. */
export function argumentsIn(given: unknown): Params {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object' || Array.isArray(given))
    throw new ProtocolProblem(INVALID_PARAMS, 'params.arguments must be an object');
  return given as Params;
}
