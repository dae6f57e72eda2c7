type Undo = () => Promise<unknown>;

const undos: Undo[] = [];

/** Runs after the last test of the suite, the latest first, and before `afterAll` hooks of the suite's own. */
export function afterSuite(undo: Undo): void {
  undos.push(undo);
}

export async function cleanUp(): Promise<void> {
  for (let undo = undos.pop(); undo; undo = undos.pop()) await undo();
}
