import { HOUR_MS } from '../platform/clock.js';
import type { Transactions } from '../platform/database/transactions.js';
import { PublicUrl } from '../platform/http/public-url.js';
import { type Signature, SignedLinks } from '../platform/http/signed-links.js';
import { SecretBox } from '../platform/secret-box.js';
import type { AssetBytes } from './asset-bytes.service.js';
import type { AssetIntake } from './asset-intake.service.js';
import type { AssetsRepository } from './assets.repository.js';
import { AssetsService } from './assets.service.js';
import type { AssetView, PresentableAsset } from './assets.types.js';

const OLD_KEY = 'o'.repeat(32);
const NEW_KEY = 'n'.repeat(32);
const NOON = Date.UTC(2026, 10, 21, 12, 10);

const FILM: PresentableAsset = {
  id: 'ast_01JD8Z3W4Q9R6T2Y5V7X8K0M1N',
  sha256: 'a'.repeat(64),
  bytes: 1_234,
  mimeType: 'video/mp4',
  width: null,
  height: null,
  durationSeconds: 4,
  thumbnailSha256: null,
};

describe('an asset as callers see it', () => {
  beforeEach(() => jest.useFakeTimers({ now: NOON }));
  afterEach(() => jest.useRealTimers());

  it('says what is known, and leaves out what is not', () => {
    expect(viewOf(FILM)).toEqual({
      assetId: FILM.id,
      url: expect.stringContaining(`https://media.example/v1/assets/${FILM.id}/content?exp=`),
      mimeType: 'video/mp4',
      bytes: 1_234,
      durationSeconds: 4,
      thumbnailUrl: null,
      sha256: FILM.sha256,
      expiresAt: '2026-11-21T14:00:00.000Z',
    });
  });

  it('keeps its link within the hour, so that caches work', () => {
    const { url } = viewOf(FILM);
    jest.setSystemTime(NOON + HOUR_MS / 2);
    expect(viewOf(FILM).url).toBe(url);
    jest.setSystemTime(NOON + HOUR_MS);
    expect(viewOf(FILM).url).not.toBe(url);
  });

  it('has a link to its thumbnail that its own signature opens', () => {
    const view = viewOf({ ...FILM, thumbnailSha256: 'b'.repeat(64) });
    expect(view.thumbnailUrl).toBe(`${view.url}&variant=thumbnail`);
  });

  it('has links that outlive a change of the key', () => {
    const { url } = viewOf(FILM, linksWith(OLD_KEY));
    expect(opens(url, linksWith(NEW_KEY, OLD_KEY))).toBe('opens');
    expect(opens(url, linksWith(NEW_KEY))).toBe('not_found');
  });

  it('has links for itself only', () => {
    const { url } = viewOf(FILM);
    const links = linksWith(NEW_KEY);
    expect(opens(url, links)).toBe('opens');
    expect(opens(url.replace('K0M1N', 'K0M1P'), links)).toBe('not_found');
    expect(
      opens(
        url.replace(/exp=(\d+)/, (_, exp) => `exp=${Number(exp) + 3600}`),
        links,
      ),
    ).toBe('not_found');
    expect(opens(url.replace(/&sig=.*/, ''), links)).toBe('not_found');
    expect(opens(url.replace(/sig=.*/, 'sig=%00'), links)).toBe('not_found');
  });

  it('says of a link that was cut short how to come by a whole one', () => {
    const { pathname } = new URL(viewOf(FILM).url);
    expect(() => linksWith(NEW_KEY).verify(pathname, {} as Signature)).toThrow(
      expect.objectContaining({ remediation: expect.stringContaining('read what it belongs to again') }),
    );
  });

  it('has links that end', () => {
    const { url, expiresAt } = viewOf(FILM);
    jest.setSystemTime(Date.parse(expiresAt) + 1);
    expect(opens(url, linksWith(NEW_KEY))).toBe('gone');
  });
});

function linksWith(...secretKeys: [string, ...string[]]): SignedLinks {
  const publicUrl = new PublicUrl({ publicUrl: 'https://media.example', host: '127.0.0.1', port: 3000 });
  return new SignedLinks(new SecretBox({ secretKeys }), publicUrl);
}

/** Presenting signs and does nothing else: there is nothing behind the other doors. */
function viewOf(asset: PresentableAsset, links = linksWith(NEW_KEY)): AssetView {
  const nothing = {} as Transactions & AssetsRepository & AssetIntake & AssetBytes;
  return new AssetsService(nothing, nothing, nothing, nothing, links).present(asset, HOUR_MS);
}

function opens(link: string, links: SignedLinks): string {
  const { pathname, searchParams } = new URL(link);
  try {
    links.verify(pathname, Object.fromEntries(searchParams) as Signature);
    return 'opens';
  } catch (error) {
    return (error as { code: string }).code;
  }
}
