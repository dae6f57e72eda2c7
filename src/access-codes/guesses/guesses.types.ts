/** An outsider is a team that tries what only codes which other teams imported look like; it is refused nothing else. */
export const GUESSER_KINDS = ['token', 'address', 'team', 'outsider'] as const;
export type GuesserKind = (typeof GUESSER_KINDS)[number];

export function isGuesserKind(text: string): text is GuesserKind {
  return (GUESSER_KINDS as readonly string[]).includes(text);
}

export interface Guesser {
  kind: GuesserKind;
  subject: string;
}

export interface Lockout extends Guesser {
  lockedUntil: Date;
  strikes: number;
}
