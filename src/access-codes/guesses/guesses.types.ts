export const GUESSER_KINDS = ['token', 'address', 'team'] as const;
export type GuesserKind = (typeof GUESSER_KINDS)[number];

export interface Guesser {
  kind: GuesserKind;
  subject: string;
}

export interface Lockout extends Guesser {
  lockedUntil: Date;
  strikes: number;
}
