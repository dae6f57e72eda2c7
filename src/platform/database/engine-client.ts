import type pg from 'pg';
import { preparedName } from './prepared.js';
import { QuietClient } from './quiet-client.js';

/** In any of the forms that pg knows, with a callback too. */
type Send = (statement: unknown, ...others: unknown[]) => Promise<pg.QueryResult>;

const BEGIN = 'START TRANSACTION';
const NOTHING = { rows: [], rowCount: null } as unknown as pg.QueryResult;

/**
 * The connection under TypeORM. Statements that are not waited for travel together (`pipeline`), hot ones are sent by
 * name, and the beginning of a transaction travels with its first statement: a submission is four round trips, not eight.
 */
export class EngineClient extends QuietClient {
  private begins = false;
  private isGathering = false;

  constructor(config?: pg.ClientConfig) {
    super({ ...config, pipeline: true });
    const send = this.query.bind(this) as Send;
    const query: Send = (...call) => {
      const [text, values] = call;
      const isPlain =
        typeof text === 'string' && (values === undefined || Array.isArray(values)) && call.length < 3;
      return isPlain ? this.sendText(send, text, values) : send(...call);
    };
    this.query = query as typeof this.query;
  }

  private async sendText(send: Send, text: string, values: unknown[] | undefined): Promise<pg.QueryResult> {
    if (text === BEGIN) {
      this.begins = true;
      return NOTHING;
    }
    this.gather();
    const isFirst = this.begins;
    this.begins = false;
    const statement = values ? { name: preparedName(text), text, values } : text;
    if (!isFirst) return send(statement);
    if (typeof statement === 'string') return lastOf(await send(`begin; ${statement}`));
    const [, result] = await Promise.all([send('begin'), send(statement)]);
    return result;
  }

  /** What is sent in one turn leaves in one system call: each wakes Postgres, and that costs more than the bytes. */
  private gather(): void {
    if (this.isGathering) return;
    this.isGathering = true;
    const { stream } = this.connection;
    stream.cork();
    process.nextTick(() => {
      this.isGathering = false;
      stream.uncork();
    });
  }
}

/** Several statements in one message are answered by several results. */
function lastOf(results: pg.QueryResult | pg.QueryResult[]): pg.QueryResult {
  return Array.isArray(results) ? results.at(-1)! : results;
}
