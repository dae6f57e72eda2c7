import { dim, strong } from '../terminal.js';
import type { Finding } from './finding.types.js';

const MARKS = { ok: 'ok', note: 'note', problem: 'PROBLEM' };
const AREA_WIDTH = 20;
const MARK_WIDTH = 9;
const MODELS_SHOWN = 4;

/** For people: a line for each finding, and below it what to do and what it unlocks. */
export function report(findings: Finding[]): string {
  const problems = findings.filter(({ state }) => state === 'problem').length;
  const verdict =
    problems === 0 ? 'Nothing keeps the engine from working.' : `${problems} of these must be mended.`;
  return [...findings.flatMap(linesOf), '', strong(verdict)].join('\n');
}

function linesOf({ area, state, says, remedy, models = [] }: Finding): string[] {
  const mark = MARKS[state].padEnd(MARK_WIDTH);
  const [first, ...others] = says.split('\n');
  const head = `${area.padEnd(AREA_WIDTH)}${state === 'problem' ? strong(mark) : mark}${first}`;
  const advice = [...(remedy ? [remedy] : []), ...(models.length > 0 ? [unlocked(models, state)] : [])];
  return [head, ...[...others, ...advice.map(dim)].map((line) => ' '.repeat(AREA_WIDTH + MARK_WIDTH) + line)];
}

function unlocked(models: string[], state: Finding['state']): string {
  const names = models.slice(0, MODELS_SHOWN).join(', ');
  const more = models.length > MODELS_SHOWN ? ` and ${models.length - MODELS_SHOWN} more` : '';
  return `${state === 'ok' ? 'Unlocks' : 'Would unlock'} ${names}${more}.`;
}
