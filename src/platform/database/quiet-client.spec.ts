import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import pg from 'pg';
import { queueBackend } from '../queue/queue-backend.js';
import { EngineClient } from './engine-client.js';

/** Answers like a PostgreSQL that lets somebody in and crashes in the same moment: all of it arrives in one piece. */
const LET_IN_AND_GONE = Buffer.concat([
  message('R', Buffer.from([0, 0, 0, 0])),
  message('Z', Buffer.from('I')),
  message('E', Buffer.from('SFATAL\0C57P02\0Mterminating connection due to unexpected postmaster exit\0\0')),
]);

function message(type: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(type), length, content]);
}

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

  test('fails the wait for a job of a queue, and not the process; nor does the next wait last for an hour', async () => {
    const backend = queueBackend('anything', { connection: { connectionString } });
    backend.on('error', () => undefined);
    await expect(backend.waitForJob(1)).rejects.toThrow(/postmaster exit|not queryable/);
    expect(backend.maximumBlockTimeout).toBeLessThanOrEqual(10);
    await backend.close();
  });
});
