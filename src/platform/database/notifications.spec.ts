import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { letIn } from '../../../test/support/postgres-messages.js';
import { until } from '../../../test/support/until.js';
import { Notifications } from './notifications.js';

test('a connection on which Postgres fell silent is made again', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.on('error', () => undefined);
    socket.once('data', () => socket.write(letIn()));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const appUrl = `postgres://engine:engine@127.0.0.1:${port}/engine`;
  const database = { embedded: false, ownerUrl: '', appUrl, systemUrl: '', poolSize: 2, silenceMs: 10 };
  const notifications = new Notifications({ database });
  notifications.onApplicationBootstrap();
  await until('another connection', () => Promise.resolve(connections > 1));
  await notifications.onApplicationShutdown();
  server.close();
});
