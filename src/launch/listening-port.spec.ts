import { once } from 'node:events';
import { type AddressInfo, createServer, Server } from 'node:net';
import { LaunchProblem } from './launch-problem.js';
import { localUrl } from '../platform/http/local-url.js';
import { listeningPort } from './listening-port.js';

let occupant: Server;
let taken: number;

beforeEach(async () => {
  occupant = createServer().listen(0, '127.0.0.1');
  await once(occupant, 'listening');
  taken = (occupant.address() as AddressInfo).port;
});

afterEach(() => void occupant.close());

test('a default port that is taken gives way to a later one', async () => {
  const port = await listeningPort({ host: '127.0.0.1', port: taken, portChosen: false });
  expect(port).toBeGreaterThan(taken);
});

test('a chosen port that is taken is refused with words for the operator', async () => {
  const chosen = listeningPort({ host: '127.0.0.1', port: taken, portChosen: true });
  await expect(chosen).rejects.toThrow(LaunchProblem);
  await expect(chosen).rejects.toThrow(`Port ${taken}`);
});

test('a chosen port that is free is not listened on for a try, which would reset the clients of a restart', async () => {
  occupant.close();
  await once(occupant, 'close');
  const listen = jest.spyOn(Server.prototype, 'listen');
  expect(await listeningPort({ host: '127.0.0.1', port: taken, portChosen: true })).toBe(taken);
  expect(listen).not.toHaveBeenCalled();
  listen.mockRestore();
});

test('port 0 becomes a real one before anything is told about it', async () => {
  expect(await listeningPort({ host: '127.0.0.1', port: 0, portChosen: true })).toBeGreaterThan(0);
});

test.each([
  ['0.0.0.0', 'http://127.0.0.1:80'],
  ['::', 'http://[::1]:80'],
  ['192.0.2.7', 'http://192.0.2.7:80'],
])('a server on %s is reached at %s', (host, url) => {
  expect(localUrl(host, 80)).toBe(url);
});
