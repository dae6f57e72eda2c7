import process from 'node:process';
import { prepare } from '../scripts/prepare.mjs';
import { printPart, printSummary } from './report.mjs';

/** A part begins within this time, or is left out with a word. */
const LAST_START_MS = 5 * 60_000;
const PARTS = [
  'memory',
  'submit',
  'read',
  'batch',
  'teams',
  'queue',
  'webhooks',
  'codes',
  'mcp',
  'studio',
  'speech',
  'film',
  'history',
  'flight',
];

await prepare();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !PARTS.includes(name));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}; there are: ${PARTS.join(', ')}.`);
  process.exit(1);
}
const { startGround } = await import('./ground/postgres.mjs');
const ground = await startGround();
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 })) {
  process.once(signal, () => void ground.stop().finally(() => process.exit(code)));
}
try {
  const verdicts = [];
  for (const name of PARTS.filter((part) => wanted.length === 0 || wanted.includes(part))) {
    if (performance.now() > LAST_START_MS) {
      console.log(`\n${name}: left out, the time is up; npm run bench -- ${name} runs it alone`);
      continue;
    }
    const { title, run } = await import(`./parts/${name}.mjs`);
    const lines = await run(ground);
    printPart(name, title, lines);
    verdicts.push(...lines);
  }
  printSummary(verdicts);
} finally {
  await ground.stop();
}
