import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Queue, Worker } from 'bullmq';
import { letIn, message, refusal } from '../../../test/support/postgres-messages.js';
import { queueBackend } from './queue-backend.js';

const GONE = refusal('57P02', 'terminating connection due to unexpected postmaster exit');
const FULL = refusal('53300', 'too many connections');
const DONE = Buffer.concat([message('C', 'LISTEN\0'), message('Z', 'I')]);

describe('a queue', () => {
  let server: Server;
  let connectionString: string;
  /** What is asked in simple statements. */
  let asked: string[];
  let connections: number;
  const open = new Set<Socket>();
  let welcome: (socket: Socket, nth: number) => void;

  beforeEach(async () => {
    asked = [];
    connections = 0;
    server = createServer((socket) => {
      const nth = ++connections;
      open.add(socket.on('error', () => undefined));
      socket.once('data', () => welcome(socket, nth));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    connectionString = `postgres://engine:engine@127.0.0.1:${(server.address() as AddressInfo).port}/engine`;
  });

  afterEach(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });

  test('hears of jobs again after a connection that broke in the moment in which it was made', async () => {
    welcome = (socket, nth) => {
      if (nth === 1) return socket.end(Buffer.concat([letIn(), GONE]));
      socket.write(letIn());
      socket.on('data', (data) => {
        asked.push(data.toString());
        if (data.toString().includes('LISTEN')) socket.write(DONE);
      });
      return undefined;
    };
    const backend = queueBackend('anything', { connection: { connectionString } });
    const heard: Error[] = [];
    backend.on('error', (error: Error) => heard.push(error));
    expect(await backend.waitForJob(1)).toBeNull();
    expect(heard.map(({ message: text }) => text)).toEqual([expect.stringMatching('postmaster exit')]);
    await backend.waitForJob(0.01);
    expect(asked).toContainEqual(expect.stringMatching(/LISTEN/i));
    await backend.close();
  });

  test('whose database lets nobody in rests, and leaves the process to everybody else', async () => {
    welcome = (socket) => socket.end(FULL);
    const connection = { connectionString } as object;
    const options = { connection, autorun: false, skipStalledCheck: true };
    const worker = new Worker('anything', () => Promise.resolve(), options, queueBackend as never);
    const rest = jest.spyOn(worker, 'delay').mockReturnValue(new Promise(() => undefined));
    const heard: Error[] = [];
    worker.on('error', (error) => heard.push(error));
    void worker.run();
    while (heard.length === 0) await roundTrip();
    const before = connections;
    for (let turns = 0; turns < 20; turns++) await roundTrip();
    expect(heard).toHaveLength(1);
    expect(connections - before).toBe(20);
    expect(rest).toHaveBeenCalledTimes(1);
    await worker.close(true);
  });

  test('that could not reach its database at first reaches it later', async () => {
    welcome = (socket) => socket.end(FULL);
    const queue = new Queue(
      'anything',
      { connection: { connectionString } as object },
      queueBackend as never,
    );
    await expect(queue.getWaitingCount()).rejects.toThrow('too many connections');
    welcome = (socket) => {
      socket.write(letIn());
      socket.on('data', () => socket.end(GONE));
    };
    await expect(queue.getWaitingCount()).rejects.toThrow('postmaster exit');
    await queue.close();
  });

  test('on whose connection nothing is answered any more makes another', async () => {
    welcome = (socket, nth) => {
      socket.write(letIn());
      socket.on('data', () => nth > 1 && socket.write(DONE));
    };
    const backend = queueBackend('anything', { connection: { connectionString, query_timeout: 10 } });
    backend.on('error', () => undefined);
    for (let looks = 0; looks < 2; looks++) expect(await backend.waitForJob(0.01)).toBeNull();
    expect(connections).toBeGreaterThan(1);
    await backend.close();
  });

  async function roundTrip(): Promise<void> {
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('hello');
    await once(socket.resume(), 'close');
  }
});
