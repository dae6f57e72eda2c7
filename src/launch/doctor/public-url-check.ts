import { SECOND_MS } from '../../platform/clock.js';
import type { EngineConfig } from '../../platform/config/config.types.js';
import type { Finding } from './finding.types.js';

const AREA = 'public url';
const PATIENCE_MS = 5 * SECOND_MS;

/** Where callers follow links to, and providers say that work has ended. */
export async function checkPublicUrl({ publicUrl }: Pick<EngineConfig, 'publicUrl'>): Promise<Finding> {
  if (publicUrl === null) {
    return {
      area: AREA,
      state: 'note',
      says: 'Not set: links lead to the address that the engine is bound to, and providers are asked again and again instead of calling back.',
      remedy: 'Set PUBLIC_URL to the https address at which others reach the engine.',
    };
  }
  if (!publicUrl.startsWith('https:')) {
    return {
      area: AREA,
      state: 'note',
      says: `${publicUrl} is not https: some providers call back, and fetch input files from, https addresses only.`,
    };
  }
  const answers = await fetch(`${publicUrl}/health/live`, { signal: AbortSignal.timeout(PATIENCE_MS) }).then(
    ({ ok }) => ok,
    () => false,
  );
  return answers
    ? { area: AREA, state: 'ok', says: `An engine answers at ${publicUrl}.` }
    : { area: AREA, state: 'note', says: `No engine answers at ${publicUrl} for now, as seen from here.` };
}
