import { MAX_OUTPUTS, PRICE_UNITS } from './catalogue.types.js';
import { MEDIA_TYPES } from './provider.types.js';

const TEXT = { type: 'string', minLength: 1 };
const SLUG = { type: 'string', pattern: '^[a-z0-9][a-z0-9._-]*$', maxLength: 100 };
const MEDIA_TYPE = { enum: MEDIA_TYPES };

const OFFER = {
  provider: TEXT,
  providerModel: TEXT,
  template: { type: 'object' },
};

const OUTPUTS = { type: 'integer', minimum: 1, maximum: MAX_OUTPUTS };

const LIMITS = {
  type: 'object',
  properties: { maxOutputs: OUTPUTS, inputSchema: { type: 'object' } },
  additionalProperties: false,
};

const FACTOR = { type: 'number', minimum: 0 };
const FIELD_NAMES = { type: 'array', items: TEXT, minItems: 1 };

/** `{ field, times }`, `{ given, factor }` or `{ perMegapixel }`; alternatives of JSON Schema would tell faults of all three. */
const PRICE_FACTOR = {
  type: 'object',
  properties: {
    field: TEXT,
    times: { type: 'object', minProperties: 1, additionalProperties: FACTOR },
    given: FIELD_NAMES,
    factor: FACTOR,
    perMegapixel: FACTOR,
  },
  dependentRequired: { field: ['times'], times: ['field'], given: ['factor'], factor: ['given'] },
  minProperties: 1,
  maxProperties: 2,
  additionalProperties: false,
};

export const MODEL_SCHEMA = {
  type: 'object',
  required: [
    'slug',
    'type',
    'title',
    'description',
    'provider',
    'providerModel',
    'creditsPer',
    'credits',
    'pace',
    'etaSeconds',
    'status',
    'inputSchema',
  ],
  properties: {
    slug: SLUG,
    type: MEDIA_TYPE,
    title: TEXT,
    description: TEXT,
    ...OFFER,
    aliases: { type: 'array', items: SLUG },
    alternatives: {
      type: 'array',
      items: {
        type: 'object',
        required: ['provider', 'providerModel'],
        properties: { ...OFFER, limits: LIMITS },
        additionalProperties: false,
      },
    },
    maxOutputs: OUTPUTS,
    maxPromptLength: { type: 'integer', minimum: 1 },
    creditsPer: { enum: PRICE_UNITS },
    credits: { type: 'integer', minimum: 0 },
    priceFactors: { type: 'array', items: PRICE_FACTOR },
    pace: { enum: ['short', 'long'] },
    etaSeconds: { type: 'integer', minimum: 1 },
    status: { enum: ['active', 'deprecated', 'retired'] },
    retiresAt: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z)?$' },
    replacedBy: SLUG,
    inputSchema: { type: 'object' },
  },
  additionalProperties: false,
};

export const PRESET_SCHEMA = {
  type: 'object',
  required: ['slug', 'type', 'title', 'description', 'input'],
  properties: {
    slug: { ...SLUG, pattern: '^[a-z0-9][a-z0-9_-]*$' },
    type: MEDIA_TYPE,
    title: TEXT,
    description: TEXT,
    model: SLUG,
    input: { type: 'object' },
  },
  additionalProperties: false,
};

/** The slug of a model for each type that has another default than the first that is available. */
export const DEFAULTS_SCHEMA = {
  type: 'object',
  properties: Object.fromEntries(MEDIA_TYPES.map((type) => [type, SLUG])),
  additionalProperties: false,
};
