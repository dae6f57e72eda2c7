import pg from 'pg';

/**
 * A connection whose end ends no process. Whoever uses it hears of the end by a statement that fails; the event beside
 * that is fatal where nobody listens, and between a connection and its first listener there is time for a crash of Postgres.
 */
export class QuietClient extends pg.Client {
  /** For who came too late to hear of it. */
  brokenBy: Error | undefined;

  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on('error', (error) => (this.brokenBy = error));
  }
}
