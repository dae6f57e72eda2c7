/** Where programs of the machine are looked for; all that they get of the engine's environment. */
export function searchPath(): string | undefined {
  return process.env.PATH;
}
