import { summary } from './ground/rounds.mjs';

export function printPart(name, title, lines) {
  console.log(`\n${name}: ${title}`);
  for (const line of lines) console.log(line.figure === undefined ? comparison(line) : figure(line));
}

export function printSummary(lines) {
  const missed = lines.filter((line) => !isMet(line));
  console.log(`\n${lines.length - missed.length} of ${lines.length} targets met`);
  for (const { what } of missed) console.log(`  missed: ${what}`);
}

function isMet({ ratio, target, figure, atMost }) {
  return figure === undefined ? ratio >= target : figure <= atMost;
}

function comparison(line) {
  const { what, target, wall, cpu, steadier, ours, floor } = line;
  const by = [`wall ${times(wall)}`, ...(cpu ? [`cpu ${times(cpu)}`] : [])].join(', ');
  return [
    `  ${isMet(line) ? 'met   ' : 'MISSED'} ${line.ratio.toFixed(2)} × ${what}; the target is ${target.toFixed(2)} (judged by ${steadier}: ${by})`,
    `         engine ${speed(ours)}`,
    `         floor  ${speed(floor)}`,
  ].join('\n');
}

function figure(line) {
  const { what, figure, atMost, unit } = line;
  return `  ${isMet(line) ? 'met   ' : 'MISSED'} ${figure.toFixed(2)} ${unit}: ${what}; at most ${atMost}`;
}

function times({ median, spread }) {
  return `${median.toFixed(2)} ±${Math.round((spread / 2) * 100)} %`;
}

function speed(results) {
  const perSecond = summary(results.map((result) => result.perSecond)).median;
  const cpu = results.every(({ cpuMsEach }) => cpuMsEach !== null)
    ? `, ${summary(results.map(({ cpuMsEach }) => cpuMsEach)).median.toFixed(3)} ms of processor time each`
    : '';
  return `${Math.round(perSecond).toLocaleString('en')}/s${cpu}`;
}
