import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import pg from 'pg';
import { EngineClient } from './engine-client.js';
import { letIn, refusal } from '../../../test/support/postgres-messages.js';

/** Answers like a PostgreSQL that lets somebody in and crashes in the same moment: all of it arrives in one piece. */
const LET_IN_AND_GONE = Buffer.concat([
  letIn(),
  refusal('57P02', 'terminating connection due to unexpected postmaster exit'),
]);

// An error event that nobody hears fails the test that runs.
describe('a connection that breaks before anybody listens to it', () => {
  let server: Server;
  let connectionString: string;

  beforeEach(async () => {
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(LET_IN_AND_GONE));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    connectionString = `postgres://engine:engine@127.0.0.1:${(server.address() as AddressInfo).port}/engine`;
  });

  afterEach(() => void server.close());

  test('fails a statement of a pool, and not the process', async () => {
    const pool = new pg.Pool({ connectionString, Client: EngineClient });
    pool.on('error', () => undefined);
    const client = await pool.connect();
    await expect(client.query('select 1')).rejects.toThrow(/postmaster exit|not queryable/);
    client.release(true);
    await pool.end();
  });
});
