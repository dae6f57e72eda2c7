import type { Generation, GenerationPage } from './luma.types.js';

const PAGE = 100;
const MOST_PAGES = 10;

/** In which order they are listed is told nowhere, so all of the newest thousand are looked at. */
export async function findGeneration(
  attemptId: string,
  readPage: (range: { offset: number; limit: number }) => Promise<GenerationPage>,
): Promise<Generation | undefined> {
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { generations = [], has_more: hasMore } = await readPage({ offset: page * PAGE, limit: PAGE });
    const found = generations.find((generation) => isOfAttempt(generation, attemptId));
    if (found || !hasMore) return found;
  }
  return undefined;
}

/** Nothing but the address for callbacks can carry a mark of ours. */
export function isOfAttempt({ request }: Generation, attemptId: string): boolean {
  return request?.callback_url?.includes(attemptId) === true;
}
