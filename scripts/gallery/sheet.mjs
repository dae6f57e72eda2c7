import path from 'node:path';
import sharp from 'sharp';

const WIDTH = 2400;
const ROW_HEIGHT = 380;
const GAP = 12;
const GROUND = '#f4f1ea';

/** All works at one glance: rows of one width, each work whole and in its own shape. */
export async function drawSheet(works, { folder, file }) {
  const composed = [];
  let top = GAP;
  for (const row of rowsOf(works)) {
    const room = WIDTH - GAP * (row.length + 1);
    const height = Math.round(Math.min(ROW_HEIGHT * 1.3, room / shapeOf(row)));
    let left = GAP;
    for (const { picture, shape } of row) {
      const width = Math.round(height * shape);
      composed.push({
        input: await sharp(path.join(folder, picture)).resize(width, height, { fit: 'fill' }).toBuffer(),
        left,
        top,
      });
      left += width + GAP;
    }
    top += height + GAP;
  }
  const create = { width: WIDTH, height: top, channels: 3, background: GROUND };
  await sharp({ create }).composite(composed).png().toFile(file);
}

function rowsOf(works) {
  const rows = [[]];
  for (const work of works) {
    if (shapeOf(rows.at(-1)) * ROW_HEIGHT >= WIDTH - ROW_HEIGHT / 2) rows.push([]);
    rows.at(-1).push(work);
  }
  return rows;
}

/** How wide a row is for its height. */
function shapeOf(row) {
  return row.reduce((sum, { shape }) => sum + shape, 0);
}
