import type { Invariant, Pace } from './invariant.types.js';

const NAME = /^-- name: *(\w+) *$/m;
const CHECK = /^-- check: *(minute|hour) *$/m;

/** One statement after each `-- name: …` line, ended by a semicolon; what precedes the first name is for readers. */
export function parseInvariants(text: string): Invariant[] {
  const sections = text.split(/^(?=-- name:)/m).filter((section) => section.startsWith('-- name:'));
  return sections.map(parseSection);
}

function parseSection(section: string): Invariant {
  const name = NAME.exec(section)?.[1];
  const pace = CHECK.exec(section)?.[1] as Pace | undefined;
  const sql = section.replaceAll(/^--.*$/gm, '').trim();
  if (!name || !pace || !sql.endsWith(';')) {
    throw new Error(`An invariant needs a name, a check and a semicolon at its end: ${section.slice(0, 80)}`);
  }
  return { name, pace, sql: sql.slice(0, -1) };
}
