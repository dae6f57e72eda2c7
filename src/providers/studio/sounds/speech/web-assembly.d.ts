/** What of WebAssembly is used here; Node has it, and its types come only with those of a browser. */
declare namespace WebAssembly {
  interface Module {
    readonly __module: never;
  }
  interface Instance {
    readonly exports: Record<string, unknown>;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Record<string, Record<string, unknown>>): Promise<Instance>;
}
