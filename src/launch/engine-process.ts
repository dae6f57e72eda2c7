import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../app.module.js';
import type { EngineConfig } from '../platform/config/config.types.js';
import { withDatabase } from '../platform/config/database-urls.js';
import { startEmbeddedPostgres } from '../platform/database/embedded/embedded-postgres.js';
import { prepareDatabase } from '../platform/database/prepare-database.js';
import { createHttpApp } from '../platform/http/http-app.js';
import { localUrl } from '../platform/http/local-url.js';
import { PublicUrl } from '../platform/http/public-url.js';
import { removeEngineFile, writeEngineFile } from './engine-file.js';
import { cannotListen, listeningPort, portTaken } from './listening-port.js';
import { aborted, type StopSignals } from './stop-signals.js';
import { say } from './terminal.js';

const logger = new Logger('Launch');

type Undo = () => Promise<void> | void;

/** Starts the parts one after the other and takes them down in the opposite order, however far the start got. */
export class EngineProcess {
  private readonly undos: Undo[] = [];

  constructor(
    private config: EngineConfig,
    private readonly signals: StopSignals,
  ) {}

  undoLater(undo: Undo): void {
    this.undos.push(undo);
  }

  /** Answers the address, or null when a signal came before it was up. */
  async start(): Promise<string | null> {
    const { stopping } = this.signals;
    if (this.config.database.embedded) await this.startPostgres();
    if (stopping.aborted) return null;
    await prepareDatabase(this.config.database, this.config.migrate);
    if (stopping.aborted) return null;
    const url = await this.serve();
    return stopping.aborted ? null : url;
  }

  async stop(): Promise<void> {
    for (let undo = this.undos.pop(); undo; undo = this.undos.pop()) {
      try {
        await undo();
      } catch (error) {
        // A part that does not stop well must not keep the next ones, Postgres above all, from stopping.
        process.stderr.write(`While stopping: ${String(error)}\n`);
      }
    }
  }

  private async startPostgres(): Promise<void> {
    const postgres = await startEmbeddedPostgres({
      dataDir: this.config.dataDir,
      onProgress: (step) => say(`${step} …`),
    });
    this.undoLater(() => postgres.stop());
    postgres.keepRunning();
    this.config = withDatabase(this.config, postgres.ownerUrl);
  }

  private async serve(): Promise<string> {
    const { host, dataDir } = this.config;
    const port = await listeningPort(this.config);
    if (port !== this.config.port && this.config.port !== 0) {
      say(`Port ${this.config.port} is taken; using ${port}.`);
    }
    this.config = { ...this.config, port };
    const app = await createHttpApp(AppModule.forRole(this.config), this.config);
    this.undoLater(() => this.close(app));
    this.warnAboutEgress();
    await listen(app, { host, port });
    const url = localUrl(host, port);
    app.get(PublicUrl, { strict: false }).set(url);
    logger.log(`Listening at ${url} as ${this.config.role}`);
    writeEngineFile(dataDir, url);
    this.undoLater(() => removeEngineFile(dataDir));
    return url;
  }

  /** A second signal stops the waiting for running work, never the orderly stop of Postgres. */
  private async close(app: NestFastifyApplication): Promise<void> {
    await Promise.race([app.close(), aborted(this.signals.hurrying)]);
  }

  private warnAboutEgress(): void {
    const { egressAllowCidrs } = this.config;
    if (egressAllowCidrs.length === 0) return;
    logger.warn(`EGRESS_ALLOW_CIDRS lets customers' URLs reach ${egressAllowCidrs.join(', ')}.`);
  }
}

async function listen(
  app: NestFastifyApplication,
  { host, port }: { host: string; port: number },
): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    throw isTaken ? portTaken({ host, port }) : cannotListen({ host, port }, error as Error);
  }
}
