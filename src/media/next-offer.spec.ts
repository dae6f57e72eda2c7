import type { ProviderError, ProviderErrorKind } from '../providers/provider.types.js';
import { nextOffer } from './next-offer.js';

const OFFERS = ['first', 'second'].map((provider) => ({ provider, providerModel: 'a model' }));
const ready = () => ({ isUsable: true, closedForMs: 0 });

function aCall(provider: string, kind: ProviderErrorKind, maybeAccepted = false) {
  const error: ProviderError = { kind, retryable: false, message: kind };
  return { provider, error, maybeAccepted };
}

describe('the next provider', () => {
  it('is the first in order of preference that is set up', () => {
    expect(nextOffer(OFFERS, [], ready)).toEqual({ offer: OFFERS[0] });
    const onlySecond = ({ provider }: { provider: string }) => ({
      isUsable: provider === 'second',
      closedForMs: 0,
    });
    expect(nextOffer(OFFERS, [], onlySecond)).toEqual({ offer: OFFERS[1] });
  });

  it('is another than the one that failed, and after both the first again', () => {
    const once = [aCall('first', 'transient')];
    expect(nextOffer(OFFERS, once, ready)).toEqual({ offer: OFFERS[1] });
    expect(nextOffer(OFFERS, [...once, aCall('second', 'transient')], ready)).toEqual({ offer: OFFERS[0] });
  });

  it('is never one that refused the key, the bill or the model', () => {
    const past = [aCall('first', 'auth'), aCall('second', 'billing')];
    expect(nextOffer(OFFERS, past, ready)).toEqual({ giveUp: past[1]!.error });
  });

  it('is not asked after two submissions that may have been accepted', () => {
    const past = [aCall('first', 'outcome_unknown', true), aCall('first', 'outcome_unknown', true)];
    expect(nextOffer(OFFERS, past, ready)).toEqual({ giveUp: past[1]!.error });
  });

  it('is waited for when all of them are left alone', () => {
    const closed = ({ provider }: { provider: string }) => ({
      isUsable: true,
      closedForMs: provider === 'first' ? 900 : 300,
    });
    expect(nextOffer(OFFERS, [], closed)).toEqual({ waitMs: 300 });
  });
});
