/** The start can't go on, for a reason that whoever starts the engine can mend; the message is for them. */
export class LaunchProblem extends Error {
  override readonly name = 'LaunchProblem';
}
