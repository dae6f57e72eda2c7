import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare } from './prepare.mjs';

// `npm run gallery [-- folder]`: what the studio makes of a fixed list of prompts, to be looked at.
await prepare();
const { findEngine } = await import('./gallery/engine.mjs');
const { commission, PIECES } = await import('./gallery/commission.mjs');
const { drawSheet } = await import('./gallery/sheet.mjs');
const { pageOf } = await import('./gallery/page.mjs');

const folder = path.resolve(process.argv[2] ?? 'gallery');
await mkdir(folder, { recursive: true });
const engine = await findEngine();
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 })) {
  process.once(signal, () => void engine.stop().finally(() => process.exit(code)));
}
try {
  console.log(`Making ${PIECES.length} pieces at ${engine.url} …`);
  const works = await commission(engine, folder, ({ number, title, seconds }) =>
    console.log(`${String(number).padStart(4)}  ${title}, ${seconds.toFixed(1)} s`),
  );
  const sheet = path.join(folder, 'contact-sheet.png');
  await drawSheet(works, { folder, file: sheet });
  const page = path.join(folder, 'index.html');
  await writeFile(page, await pageOf(works));
  console.log(`\n  Contact sheet  ${sheet}\n  Page           ${pathToFileURL(page).href}\n`);
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
} finally {
  await engine.stop();
}
