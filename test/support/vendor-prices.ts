/** What an output is made with, as a provider bills it. */
export interface BilledWork {
  input: Record<string, unknown>;
  prompt: string;
  /** Of film and sound. */
  seconds: number;
  /** Of pictures. */
  width: number;
  height: number;
}

/** Where a price was read: on the vendor's own page, in what others say of it, or nowhere, so that it is assumed. */
type Source = 'vendor' | 'others' | 'assumed';

export interface VendorPrice {
  inWords: string;
  source: Source;
  /** In US dollars, for one output. */
  usd: (work: BilledWork) => number;
}

/** The month in which these prices were looked up. */
const PRICES_OF = 'November 2026';

/** By provider and its own name of the model; servers of one's own bill nothing. */
export const VENDOR_PRICES: Record<string, VendorPrice> = {
  'fal fal-ai/flux-2/turbo': perMegapixel(0.008, 'assumed'),
  'fal fal-ai/flux-2-pro': firstAndFurther(0.03, 0.015, 'others'),
  'fal blackforestlabs/flux-3/text-to-image': byField('resolution', { '1k': 0.048, '2k': 0.1 }, 'others'),
  'fal fal-ai/bytedance/seedream/v4.5/text-to-image': flat(0.04, 'others'),
  'fal fal-ai/stable-diffusion-v35-large': perMegapixel(0.065, 'assumed'),
  'fal fal-ai/nano-banana-2': byField('resolution', { '1K': 0.08, '2K': 0.12 }, 'others'),
  'fal fal-ai/nano-banana-pro': flat(0.15, 'others'),
  'fal fal-ai/luma-photon': flat(0.04, 'assumed'),
  'fal fal-ai/luma-photon/flash': flat(0.01, 'assumed'),
  'fal fal-ai/veo3.1': withSound(0.4, 0.2, 'vendor'),
  'fal fal-ai/veo3.1/image-to-video': withSound(0.4, 0.2, 'others'),
  'fal fal-ai/veo3.1/fast': withSound(0.15, 0.1, 'others'),
  'fal fal-ai/kling-video/v3/pro/text-to-video': withSound(0.168, 0.112, 'others'),
  'fal fal-ai/kling-video/v3/pro/image-to-video': withSound(0.168, 0.112, 'vendor'),
  'fal bytedance/seedance-2.0/text-to-video': bySecond({ '720p': 0.3034, '480p': 0.141 }, 'vendor'),
  'fal bytedance/seedance-2.0/image-to-video': bySecond({ '720p': 0.3034, '480p': 0.141 }, 'vendor'),
  'fal fal-ai/bytedance/seedance/v1.5/pro/text-to-video': seedance15('others'),
  'fal fal-ai/bytedance/seedance/v1.5/pro/image-to-video': seedance15('others'),
  'fal blackforestlabs/flux-3/text-to-video': bySecond({ '720p': 0.17, '1080p': 0.29 }, 'vendor'),
  'fal fal-ai/luma-dream-machine/ray-2': bySecond({ '540p': 0.1, '720p': 0.2 }, 'others'),
  'fal fal-ai/luma-dream-machine/ray-2/image-to-video': bySecond({ '540p': 0.1, '720p': 0.2 }, 'others'),
  'fal fal-ai/luma-dream-machine/ray-2-flash': bySecond({ '540p': 0.04, '720p': 0.08 }, 'assumed'),
  'fal fal-ai/elevenlabs/tts/eleven-v3': perThousandLetters(0.1, 'others'),
  'fal fal-ai/elevenlabs/sound-effects/v2': aSecond(0.002, 'others'),
  'fal fal-ai/trellis-2': byField('resolution', { '512': 0.25, '1024': 0.3, '1536': 0.35 }, 'others'),
  'fal fal-ai/hunyuan3d-v3/text-to-3d': hunyuan('others'),
  'fal fal-ai/hunyuan3d-v3/image-to-3d': hunyuan('others'),
  'fal fal-ai/meshy/v6/text-to-3d': flat(0.8, 'others'),
  'fal fal-ai/meshy/v6/image-to-3d': flat(0.8, 'others'),

  'replicate black-forest-labs/flux-schnell': flat(0.003, 'vendor'),
  'replicate black-forest-labs/flux-2-pro': firstAndFurther(0.03, 0.015, 'others'),
  'replicate black-forest-labs/flux-2-max': firstAndFurther(0.07, 0.03, 'others'),
  'replicate stability-ai/stable-diffusion-3.5-large-turbo': flat(0.04, 'assumed'),
  'replicate bytedance/seedance-1.5-pro': seedance15('assumed'),
  'replicate kwaivgi/kling-v3-video': withSound(0.168, 0.112, 'others'),
  'replicate google/veo-3.1': withSound(0.4, 0.2, 'assumed'),
  'replicate google/veo-3.1-fast': withSound(0.15, 0.1, 'assumed'),
  'replicate minimax/hailuo-2.3': byField('duration', { '6': 0.28, '10': 0.56 }, 'others'),
  'replicate tencent/hunyuan-3d-3.1': flat(0.5, 'others'),

  'bfl flux-2-flex': perMegapixel(0.05, 'vendor'),
  'bfl flux-2-pro': firstAndFurther(0.03, 0.015, 'vendor'),
  'google gemini-3.1-flash-image': byField('resolution', { '1K': 0.067, '2K': 0.101 }, 'others'),
  'google gemini-3-pro-image': flat(0.134, 'assumed'),
  'google gemini-omni-1.1-flash': bySecond({ '720p': 0.1, '1080p': 0.15 }, 'others'),
  'openai gpt-4o-mini-tts': spokenMinutes(0.015, 'assumed'),
  'openai gpt-image-2': gptImage('others'),
  'openai gpt-image-2.5-sunburst': gptImage('assumed'),
  'elevenlabs eleven_v3': perThousandLetters(0.1, 'others'),
  'elevenlabs eleven_text_to_sound_v2': flat(0.12, 'others'),
  'luma-agents ray-3.2': ray32('others'),
  'luma-agents uni-1': flat(0.0404, 'vendor'),
  'luma video/ray-2': bySecond({ '540p': 0.08, '720p': 0.142 }, 'others'),
  'luma video/ray-flash-2': bySecond({ '540p': 0.028, '720p': 0.048 }, 'others'),
  'luma image/photon-1': flat(0.015, 'others'),
  'luma image/photon-flash-1': flat(0.004, 'others'),
  'runway text_to_image/gen4_image': flat(0.08, 'others'),
  'runway text_to_video/gen4.5': aSecond(0.12, 'others'),
  'runway text_to_video/veo3.1': withSound(0.4, 0.2, 'assumed'),
  'runway text_to_video/veo3.1_fast': withSound(0.15, 0.1, 'assumed'),
  'stability ultra': flat(0.08, 'assumed'),
  'stability core': flat(0.03, 'assumed'),
  'stability sd3/sd3.5-large': flat(0.065, 'assumed'),
  'stability sd3/sd3.5-large-turbo': flat(0.04, 'assumed'),
  'stability sd3/sd3.5-medium': flat(0.035, 'assumed'),
};

/** The text of docs/provider-prices.md. */
export function providerPricesPage(): string {
  return [
    '# What providers charge',
    '',
    `What the built-in prices in credits assume of the bills of providers, in US dollars, as looked up in ${PRICES_OF}. No price was`,
    'checked against a bill. A test reckons with this table that no order costs its operator more than its credits bring on the plan pro',
    '($79 for 1,400: $0.0564 each), for every choice of the fields that a price depends on, on each provider that can make it. Credits of',
    'the plan starter bring more ($0.0725); those given away, taxes, storage and your own margin are not in it.',
    '',
    'Prices change, and some accounts have their own: compare `costUsdPerCredit` of `GET /v1/admin/usage` with what your credits sell for, and',
    'change `credits` and `priceFactors` in a [catalogue of your own](catalogue.md).',
    '',
    'Read on the page of the `vendor` itself, in what `others` write of it (resellers, price lists in public code), or `assumed`: found nowhere.',
    'A megapixel that has begun is reckoned whole, and as a million pixels.',
    '',
    '| provider | its model | bills for an output | read |',
    '| --- | --- | --- | --- |',
    ...Object.entries(VENDOR_PRICES).map(row),
    '',
    '---',
    '',
    'This page is made from the table of the test: `UPDATE_DOCS=1 npx jest src/providers/vendor-prices.spec.ts`.',
    '',
  ].join('\n');
}

function row([offer, { inWords, source }]: [string, VendorPrice]): string {
  const [provider, ...model] = offer.split(' ');
  return `| ${provider} | \`${model.join(' ')}\` | ${inWords} | ${source} |`;
}

function flat(usd: number, source: Source): VendorPrice {
  return { inWords: `$${usd}`, source, usd: () => usd };
}

function aSecond(usd: number, source: Source): VendorPrice {
  return { inWords: `$${usd} a second`, source, usd: ({ seconds }) => usd * seconds };
}

function byField(field: string, prices: Record<string, number>, source: Source): VendorPrice {
  return { inWords: inTurn(field, prices), source, usd: ({ input }) => prices[String(input[field])]! };
}

function bySecond(prices: Record<string, number>, source: Source): VendorPrice {
  return {
    inWords: `a second: ${inTurn('resolution', prices)}`,
    source,
    usd: ({ input, seconds }) => prices[String(input.resolution)]! * seconds,
  };
}

function withSound(loud: number, silent: number, source: Source): VendorPrice {
  return {
    inWords: `$${loud} a second, $${silent} without sound`,
    source,
    usd: ({ input, seconds }) => (input.audio === false ? silent : loud) * seconds,
  };
}

function perMegapixel(usd: number, source: Source): VendorPrice {
  return {
    inWords: `$${usd} a megapixel`,
    source,
    usd: (work) => usd * megapixelsOf(work),
  };
}

function firstAndFurther(first: number, further: number, source: Source): VendorPrice {
  return {
    inWords: `$${first} for the first megapixel, $${further} for each further one`,
    source,
    usd: (work) => first + further * (megapixelsOf(work) - 1),
  };
}

function perThousandLetters(usd: number, source: Source): VendorPrice {
  return {
    inWords: `$${usd} for 1,000 letters`,
    source,
    usd: ({ prompt }) => (usd * prompt.length) / 1_000,
  };
}

function spokenMinutes(usd: number, source: Source): VendorPrice {
  return { inWords: `$${usd} a minute`, source, usd: ({ seconds }) => (usd * seconds) / 60 };
}

/** 5 seconds cost less than half of 10. */
function ray32(source: Source): VendorPrice {
  const prices: Record<string, number> = { '540p 5': 0.15, '540p 10': 0.45, '720p 5': 0.3, '720p 10': 0.9 };
  return {
    inWords: '$0.15 for 5 seconds in 540p and $0.45 for 10, twice that in 720p',
    source,
    usd: ({ input, seconds }) => prices[`${String(input.resolution)} ${seconds}`]!,
  };
}

function seedance15(source: Source): VendorPrice {
  return {
    inWords: 'a second with sound: $0.0525 in 720p, $0.0245 in 480p; half of it without',
    source,
    usd: ({ input, seconds }) =>
      seconds * (input.resolution === '480p' ? 0.0245 : 0.0525) * (input.audio === false ? 0.5 : 1),
  };
}

function hunyuan(source: Source): VendorPrice {
  const styles: Record<string, number> = { Normal: 0.375, LowPoly: 0.45, Geometry: 0.225 };
  return {
    inWords: `${inTurn('style', styles)}, and $0.15 more each for PBR and for views from other sides`,
    source,
    usd: ({ input }) => {
      const views = [input.back_image, input.left_image, input.right_image];
      const extras = [input.pbr === true, views.some((view) => view !== undefined)];
      return styles[String(input.style)]! + 0.15 * extras.filter(Boolean).length;
    },
  };
}

/** As users have read it from the vendor's calculator: $30 for a million tokens of picture. What words the prompt anew is small beside it. */
function gptImage(source: Source): VendorPrice {
  const grids: Record<string, number> = { low: 16, medium: 48, high: 96 };
  const turn = 0.02;
  return {
    inWords: `by tokens: $0.006, $0.053 or $0.211 for 1024 × 1024 in low, medium or high quality; $${turn} assumed for the prompt`,
    source,
    usd: ({ input, width, height }) => {
      const long = grids[String(input.quality)]!;
      const short = Math.round((long * Math.min(width, height)) / Math.max(width, height));
      const tokens = Math.ceil((long * short * (2_000_000 + width * height)) / 4_000_000);
      return (tokens * 30) / 1_000_000 + turn;
    },
  };
}

function inTurn(field: string, prices: Record<string, number>): string {
  const each = Object.entries(prices).map(([value, usd]) => `$${usd} for ${value}`);
  return `${each.join(', ')} (${field})`;
}

function megapixelsOf({ width, height }: BilledWork): number {
  return Math.ceil((width * height) / 1_000_000);
}
