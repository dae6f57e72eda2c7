/** The rendering process died under the work, e.g. out of memory: another try may well succeed. */
export class RenderProcessDied extends Error {
  constructor(how: string, lastWords: string) {
    super(`The rendering process died (${how}). ${lastWords}`.trim());
    this.name = 'RenderProcessDied';
  }
}

/** The rendering process is well and says that it could not. */
export class RenderFailed extends Error {
  constructor(
    reason: string,
    /** The system's error code, if a file could not be written. */
    readonly systemCode: string | null,
  ) {
    super(reason);
    this.name = 'RenderFailed';
  }
}
