/** What a token may do. The list is closed: a new ability is a change of the contract. */
export const ABILITIES = [
  'jobs:read',
  'jobs:write',
  'assets:read',
  'assets:write',
  'tokens:manage',
  'webhooks:read',
  'webhooks:manage',
  'events:read',
  'access-plans:manage',
  'access-codes:read',
  'access-codes:generate',
  'access-codes:redeem',
  'access-codes:revoke',
  'access-codes:reveal',
  'audit:read',
] as const;

export type Ability = (typeof ABILITIES)[number];
