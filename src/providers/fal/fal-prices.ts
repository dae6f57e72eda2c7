import { HOUR_MS } from '../../platform/clock.js';
import type { ProviderCost } from '../provider.types.js';
import { PerAccount } from '../remote/per-account.js';
import type { ProviderClient } from '../remote/provider-client.js';

interface PriceList {
  prices?: { endpoint_id: string; unit_price: number; currency?: string }[];
}

interface KnownPrice {
  usd: number | null;
  until: number;
}

const MICROS = 1_000_000;

/** fal tells how many units a request took, and elsewhere what a unit costs. */
export class FalPrices {
  /** A key may not be let see prices, and some accounts have their own. */
  private readonly known = new PerAccount(() => new Map<string, KnownPrice>());

  constructor(
    private readonly client: ProviderClient,
    private readonly api: string,
  ) {}

  /** Undefined when the price can't be had: a cost that is not known must not hold up the work it is for. */
  async costOf(endpoint: string, units: number, authorization: string): Promise<ProviderCost | undefined> {
    if (!Number.isFinite(units)) return undefined;
    const usd = await this.unitPrice(endpoint, authorization);
    if (usd === null) return undefined;
    return { amountMicros: Math.round(units * usd * MICROS), currency: 'USD', basis: 'units_times_price' };
  }

  private async unitPrice(endpoint: string, authorization: string): Promise<number | null> {
    const prices = this.known.of(authorization);
    const known = prices.get(endpoint);
    if (known && known.until > Date.now()) return known.usd;
    const usd = await this.ask(endpoint, authorization).catch(() => null);
    prices.set(endpoint, { usd, until: Date.now() + HOUR_MS });
    return usd;
  }

  private async ask(endpoint: string, authorization: string): Promise<number | null> {
    const { json } = await this.client.sendForJson({
      method: 'GET',
      url: `${this.api}/v1/models/pricing?endpoint_id=${encodeURIComponent(endpoint)}`,
      headers: { authorization },
    });
    const price = (json as PriceList).prices?.find(({ endpoint_id: id }) => id === endpoint);
    return price && (price.currency ?? 'USD') === 'USD' ? price.unit_price : null;
  }
}
