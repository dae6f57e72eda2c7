import { SECOND_MS } from '../../platform/clock.js';
import { REMOTE_PROVIDERS } from '../../platform/config/provider-settings.js';
import type { CatalogueService } from '../../providers/catalogue.service.js';
import { offersOf } from '../../providers/catalogue.types.js';
import type { ProvidersService } from '../../providers/providers.service.js';
import { type Finding, unlessBroken } from './finding.types.js';

const PATIENCE_MS = 15 * SECOND_MS;

interface Known {
  providers: ProvidersService;
  catalogue: CatalogueService;
}

/** Each is asked a question that costs nothing. */
export function checkProviders(known: Known): Promise<Finding[]> {
  return Promise.all(REMOTE_PROVIDERS.map((id) => unlessBroken(id, () => checkProvider(id, known))));
}

async function checkProvider(area: string, { providers, catalogue }: Known): Promise<Finding> {
  const models = modelsOf(area, catalogue);
  const variable = providers.missing(area);
  if (variable !== null)
    return {
      area,
      state: 'note',
      says: 'Not set up.',
      remedy: `Set ${variable} to unlock its models.`,
      models,
    };
  const adapter = providers.provider(area);
  try {
    await adapter.check?.({ signal: AbortSignal.timeout(PATIENCE_MS) });
    return { area, state: 'ok', says: 'Reached, and the key is accepted.', models };
  } catch (error) {
    return { area, state: 'problem', says: adapter.classify(error).message, models };
  }
}

function modelsOf(id: string, catalogue: CatalogueService): string[] {
  const offered = catalogue.models().filter((card) => card.status !== 'retired');
  return offered
    .filter((card) => offersOf(card).some(({ provider }) => provider === id))
    .map(({ slug }) => slug);
}
