export const JSON_TYPE = 'application/json';

/** What every team may read. */
export const RESOURCES = [
  {
    uri: 'engine://models',
    name: 'models',
    title: 'Model catalogue',
    description: 'Every model with its price, its fields and whether it can be used now.',
    mimeType: JSON_TYPE,
  },
  {
    uri: 'engine://presets',
    name: 'presets',
    title: 'Presets',
    description: 'Shape, size and style for a purpose.',
    mimeType: JSON_TYPE,
  },
  {
    uri: 'engine://error-codes',
    name: 'error-codes',
    title: 'Error codes',
    description: 'The closed list of codes that a call can be refused with, and what to do.',
    mimeType: JSON_TYPE,
  },
];

/** What is read by its id. */
export const TEMPLATES = [
  {
    uriTemplate: 'job://{job_id}',
    name: 'job',
    title: 'A job',
    description: "One of the team's jobs, with its files.",
    mimeType: JSON_TYPE,
  },
  {
    uriTemplate: 'asset://{asset_id}',
    name: 'asset',
    title: 'A file',
    description: "One of the team's files, with a link that opens without a token for a day.",
    mimeType: JSON_TYPE,
  },
  {
    uriTemplate: 'engine://models/{slug}',
    name: 'model',
    title: 'A model',
    description: 'One model with its price and the JSON Schema of its fields.',
    mimeType: JSON_TYPE,
  },
];
