export const METHOD_NOT_FOUND = -32601;
export const INVALID_PARAMS = -32602;
export const INTERNAL_ERROR = -32603;
/** Of the revisions until 2025-11-25; later ones call it a wrong parameter. */
export const RESOURCE_NOT_FOUND = -32002;

/** The message itself is wrong, and the client is told: JSON-RPC's error, in no SDK's class. */
export class ProtocolProblem extends Error {
  override readonly name = 'ProtocolProblem';

  constructor(
    readonly code: number,
    message: string,
    readonly data?: unknown,
  ) {
    super(message);
  }
}
