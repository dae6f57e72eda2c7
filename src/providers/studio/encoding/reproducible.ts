/** Any day will do, as long as it is always the same. */
const THEN = Date.UTC(2000, 0, 1);

/**
 * Muxers write the time and numbers drawn by chance into their headers, and offer no way to say which. The same order
 * must make the same bytes, so both stand still while a file is written. Only for a rendering process, which does one
 * thing at a time.
 */
export async function reproducibly<T>(write: () => Promise<T>): Promise<T> {
  const { now } = Date;
  const { random } = Math;
  Date.now = () => THEN;
  Math.random = () => 0.5;
  try {
    return await write();
  } finally {
    Date.now = now;
    Math.random = random;
  }
}
