type Fields = Record<string, unknown>;

const INLINE = /^data:([^;,]+);base64,/;

/** The order with each file that has no link as `data`, which Luma takes in place of `url` and never as one. */
export function withFilesInside({ url, ...others }: Fields): Fields {
  const entries = Object.entries(others).map(([name, value]) => [name, inside(value)] as const);
  return { ...fileOf(url), ...Object.fromEntries(entries) };
}

function inside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inside);
  return typeof value === 'object' && value !== null ? withFilesInside(value as Fields) : value;
}

function fileOf(url: unknown): Fields {
  if (url === undefined) return {};
  const told = typeof url === 'string' ? INLINE.exec(url) : null;
  return told ? { data: told.input.slice(told[0].length), media_type: told[1] } : { url };
}
