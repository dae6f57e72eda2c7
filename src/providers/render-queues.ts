import type { EngineConfig, ProviderSettings } from '../platform/config/config.types.js';
import { REMOTE_PROVIDERS } from '../platform/config/provider-settings.js';
import type { ModelCard } from './catalogue.types.js';

type Place = Pick<ModelCard, 'provider' | 'pace'>;

/** For what is made with keys of teams: a key that hangs holds up neither the operator's work nor a queue of its own. */
export const OWN_KEYS_QUEUE = 'own-keys';

export interface RenderQueue {
  name: string;
  /** Left out by the one for many. */
  provider?: string;
  /** How many of its jobs one process works on at once. */
  slots: number;
}

/** Short and long work are queued apart where it is done here, so that films do not hold up pictures. */
export function queueName({ provider, pace }: Place): string {
  return provider === 'studio' ? `${provider}-${pace}` : provider;
}

/** All that workers serve. Work far away is parked as soon as it is submitted, so its length holds up nobody. */
export function renderQueues({ jobs, providers }: Pick<EngineConfig, 'jobs' | 'providers'>): RenderQueue[] {
  const remote = REMOTE_PROVIDERS.filter((provider) => isSetUp(providers.each[provider]));
  return [
    // One more than render at once: while what was made is stored and settled, the renderer has the next.
    served({ provider: 'studio', pace: 'short' }, jobs.studioSlots + 1),
    served({ provider: 'studio', pace: 'long' }, jobs.studioFilmSlots),
    ...remote.map((provider) => served({ provider, pace: 'short' }, providers.slots)),
    // Also where no new keys are taken: jobs that were begun with one have to end.
    { name: OWN_KEYS_QUEUE, slots: providers.slots },
  ];
}

/** Each queue costs connections, so those of providers that nobody may use are not served. */
function isSetUp({ key, baseUrl }: ProviderSettings): boolean {
  return key !== null || baseUrl !== null;
}

/** Work that nobody serves would be sold and never done. A card whose provider is not set up can't be ordered and may stand. */
export function refuseUnserved(models: readonly ModelCard[], queues: readonly RenderQueue[]): void {
  const names = new Set(queues.map(({ name }) => name));
  const providers = new Set(queues.map(({ provider }) => provider));
  const unserved = models.filter(
    (card) => card.status !== 'retired' && providers.has(card.provider) && !names.has(queueName(card)),
  );
  if (unserved.length === 0) return;
  const faults = unserved.map((card) => `${card.slug} goes to the queue ${queueName(card)}`);
  throw new Error(`The catalogue has models for queues that no worker serves: ${faults.join(', ')}`);
}

function served(place: Place, slots: number): RenderQueue {
  return { provider: place.provider, name: queueName(place), slots };
}
