import { invalid } from '../../platform/errors.js';
import type { CodeTerms, ExpiryPreset, ExpiryUnit } from './code-batches.dto.js';

const PRESETS: Record<Exclude<ExpiryPreset, 'no_expiry' | 'custom'>, [number, ExpiryUnit]> = {
  '1_day': [1, 'days'],
  '1_week': [1, 'weeks'],
  '1_month': [1, 'months'],
  '1_year': [1, 'years'],
};

type Expiry = Pick<
  CodeTerms,
  'redeemFrom' | 'redeemBy' | 'expiryPreset' | 'customExpiryAmount' | 'customExpiryType'
>;

/** From when until when codes are good, however it was said. Null: no bound. */
export function redeemableTimes(
  terms: Expiry,
  now = new Date(),
): { redeemFrom: Date | null; redeemBy: Date | null } {
  const redeemFrom = terms.redeemFrom ? new Date(terms.redeemFrom) : null;
  const redeemBy = endOf(terms, now);
  if (redeemFrom && redeemBy && redeemFrom >= redeemBy)
    throw invalid([{ path: 'redeemFrom', message: 'must be before the codes expire' }]);
  return { redeemFrom, redeemBy };
}

function endOf(
  { redeemBy, expiryPreset: preset, customExpiryAmount: amount, customExpiryType: unit }: Expiry,
  now: Date,
): Date | null {
  if (preset !== 'custom' && (amount ?? unit ?? undefined) !== undefined)
    throw invalid([{ path: 'expiryPreset', message: 'must be custom where a custom expiry is given' }]);
  if (redeemBy && preset)
    throw invalid([{ path: 'expiryPreset', message: 'says the same as redeemBy; give one of them' }]);
  if (redeemBy) return new Date(redeemBy);
  if (!preset || preset === 'no_expiry') return null;
  if (preset !== 'custom') return after(now, ...PRESETS[preset]);
  if (!amount || !unit) {
    const path = amount ? 'customExpiryType' : 'customExpiryAmount';
    throw invalid([{ path, message: 'is required with expiryPreset custom' }]);
  }
  return after(now, amount, unit);
}

/** In calendar months the 31st becomes the last day of a shorter one. */
function after(now: Date, amount: number, unit: ExpiryUnit): Date {
  const end = new Date(now);
  if (unit === 'days' || unit === 'weeks') {
    end.setUTCDate(end.getUTCDate() + amount * (unit === 'weeks' ? 7 : 1));
    return end;
  }
  end.setUTCMonth(end.getUTCMonth() + amount * (unit === 'years' ? 12 : 1));
  if (end.getUTCDate() !== now.getUTCDate()) end.setUTCDate(0);
  return end;
}
