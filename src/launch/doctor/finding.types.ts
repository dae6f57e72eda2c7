/** A `note` keeps nothing from working; a `problem` does. */
export type FindingState = 'ok' | 'note' | 'problem';

/** What was found of one thing that the engine needs or could use. */
export interface Finding {
  /** Such as `database` or `fal`. */
  area: string;
  state: FindingState;
  says: string;
  /** What to do about it. */
  remedy?: string;
  /** Of a provider: the models that it has, or would have. */
  models?: string[];
}

/** Of what may not be there or not answer: a problem, with the words of whoever knows what is wrong. */
export async function unlessBroken(area: string, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    return { area, state: 'problem', says: error instanceof Error ? error.message : String(error) };
  }
}
