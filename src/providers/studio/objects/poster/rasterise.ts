/** Corners in pixels, and a depth that grows away from the eye and may be drawn straight across a triangle. */
export interface Projected {
  x: Float32Array;
  y: Float32Array;
  depth: Float32Array;
}

export interface Raster {
  size: number;
  depth: Float32Array;
  /** Which triangle is in front; -1 for none. */
  triangle: Int32Array;
  /** Shares of its first and second corner there. */
  first: Float32Array;
  second: Float32Array;
}

/** Keeps the nearest triangle of each pixel. */
export function rasterise(corners: Projected, indices: Uint32Array, size: number): Raster {
  const pixels = size * size;
  const raster: Raster = {
    size,
    depth: new Float32Array(pixels).fill(Infinity),
    triangle: new Int32Array(pixels).fill(-1),
    first: new Float32Array(pixels),
    second: new Float32Array(pixels),
  };
  walkTriangles(corners, indices, raster, (pixel, triangle, first, second) => {
    raster.triangle[pixel] = triangle;
    raster.first[pixel] = first;
    raster.second[pixel] = second;
  });
  return raster;
}

/** Only how far away the nearest triangle is. */
export function rasteriseDepth(
  corners: Projected,
  indices: Uint32Array,
  target: Pick<Raster, 'size' | 'depth'>,
): void {
  target.depth.fill(Infinity);
  walkTriangles(corners, indices, target, () => undefined);
}

type Hit = (pixel: number, triangle: number, first: number, second: number) => void;

function walkTriangles(
  { x, y, depth }: Projected,
  indices: Uint32Array,
  target: Pick<Raster, 'size' | 'depth'>,
  hit: Hit,
): void {
  const { size } = target;
  for (let corner = 0; corner < indices.length; corner += 3) {
    const [a, b, c] = [indices[corner]!, indices[corner + 1]!, indices[corner + 2]!];
    const [ax, ay, bx, by, cx, cy] = [x[a]!, y[a]!, x[b]!, y[b]!, x[c]!, y[c]!];
    const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
    if (area === 0) continue;
    const left = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - 0.5));
    const right = Math.min(size - 1, Math.floor(Math.max(ax, bx, cx) - 0.5));
    const top = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5));
    const bottom = Math.min(size - 1, Math.floor(Math.max(ay, by, cy) - 0.5));
    const inverse = 1 / area;
    for (let row = top; row <= bottom; row++) {
      const py = row + 0.5;
      for (let column = left; column <= right; column++) {
        const px = column + 0.5;
        const first = ((bx - px) * (cy - py) - (cx - px) * (by - py)) * inverse;
        const second = ((cx - px) * (ay - py) - (ax - px) * (cy - py)) * inverse;
        const third = 1 - first - second;
        if (first < 0 || second < 0 || third < 0) continue;
        const distance = first * depth[a]! + second * depth[b]! + third * depth[c]!;
        const pixel = row * size + column;
        if (distance >= target.depth[pixel]!) continue;
        target.depth[pixel] = distance;
        hit(pixel, corner / 3, first, second);
      }
    }
  }
}
