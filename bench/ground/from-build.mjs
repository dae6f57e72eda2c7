/** Modules of the engine as they ship. */
export function fromBuild(module) {
  return import(new URL(`../../dist/src/${module}`, import.meta.url).href);
}
