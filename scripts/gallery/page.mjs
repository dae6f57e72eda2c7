import { readFile } from 'node:fs/promises';

const SECTIONS = [
  ['image', 'Pictures', 'Landscapes, still lifes, flows and posters, with words set in type.'],
  ['video', 'Films', 'The same scenes in motion, with music that fits and a voice where one is wanted.'],
  ['audio', 'Sound', 'Speech, short pieces of music, and the sound of places.'],
  ['3d', 'Objects', 'Binary glTF with materials, for any viewer.'],
];
const HEADING_FONT = new URL('../../assets/fonts/fraunces/Fraunces_700Bold.ttf', import.meta.url);

/** One page that asks for nothing but the files beside it. */
export async function pageOf(works) {
  const style = await readFile(new URL('page.css', import.meta.url), 'utf8');
  const font = (await readFile(HEADING_FONT)).toString('base64');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Made by the studio</title>
<style>
@font-face { font-family: Display; font-weight: 700; src: url(data:font/ttf;base64,${font}); }
${style}</style>
<header>
  <h1>Made by the studio</h1>
  <p>${works.length} works of the renderer inside MCP Media Engine, each from the words below it, made on this machine's own processor. Procedural, not a neural model.</p>
</header>
${SECTIONS.map(([type, ...words]) => sectionOf(words, worksOf(works, type))).join('\n')}
</html>
`;
}

function worksOf(works, type) {
  return works.filter(({ order }) => order.type === type);
}

function sectionOf([title, description], works) {
  return `<section>
  <h2>${title}</h2>
  <p>${description}</p>
  <div class="works">
${works.map(figureOf).join('\n')}
  </div>
</section>`;
}

function figureOf(work) {
  const { order, seconds } = work;
  const facts = [...factsOf(work), `${seconds.toFixed(1)} s to make`];
  return `    <figure style="--shape: ${work.shape.toFixed(3)}">
      ${SHOWN[order.type](work)}
      <figcaption>${escaped(order.prompt)}<small>${facts.join(' · ')}</small></figcaption>
    </figure>`;
}

const SHOWN = {
  image: (work) => `<a href="${work.file}">${imageOf(work)}</a>`,
  video: ({ file, picture }) =>
    `<video src="${file}" poster="${picture}" controls loop playsinline preload="none"></video>`,
  audio: (work) => `${imageOf(work)}<audio src="${work.file}" controls preload="none"></audio>`,
  '3d': (work) => `<a href="${work.file}" download>${imageOf(work)}<span>Download GLB</span></a>`,
};

function imageOf({ picture, title }) {
  return `<img src="${picture}" alt="${escaped(title)}" loading="lazy">`;
}

function factsOf({ file, output: { bytes, width, height, durationSeconds } }) {
  return [
    file.replace(/^.*\./, '').toUpperCase(),
    ...(width ? [`${width} × ${height}`] : []),
    ...(durationSeconds ? [`${durationSeconds.toFixed(0)} s long`] : []),
    bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`,
  ];
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
