import type { Limits } from './actor.types.js';

export const LIMIT_NAMES = [
  'restPerMinute',
  'restPerHour',
  'mcpPerMinute',
  'jobsInFlight',
  'creditsPerDay',
  'creditsPerMonth',
  'creditsPerJob',
  'confirmAbove',
] as const satisfies readonly (keyof Limits)[];

/** What a plan or a token says; where it is silent, the next in line speaks. */
export type OwnLimits = Partial<Limits>;

export function defaultLimits(restPerMinute: number): Limits {
  return { restPerMinute, restPerHour: 10_000, mcpPerMinute: 120, jobsInFlight: 50 };
}

/** Each limit as the first that names it says. A name without a value is silence, as in an input class. */
export function firstNamed(...inOrder: OwnLimits[]): OwnLimits {
  const named: OwnLimits = {};
  for (const name of LIMIT_NAMES) {
    const limit = inOrder.find((limits) => (limits[name] ?? null) !== null)?.[name];
    if (limit !== undefined) named[name] = limit;
  }
  return named;
}

/** The token's word, else the plan's, else the default. */
export function resolveLimits(token: OwnLimits, plan: OwnLimits, defaults: Limits): Limits {
  return { ...defaults, ...firstNamed(token, plan, defaults) };
}
