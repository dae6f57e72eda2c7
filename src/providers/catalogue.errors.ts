/** The engine does not start with a catalogue that is wrong somewhere; the message names every fault, for the operator. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';

  constructor(readonly faults: readonly string[]) {
    super(`The catalogue is not valid:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}
