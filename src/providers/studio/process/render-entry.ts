import { fileURLToPath } from 'node:url';

/** The program of a rendering process: the compiled neighbour of this file. */
export const RENDER_ENTRY = fileURLToPath(new URL('./render.main.js', import.meta.url));
