import net from 'node:net';

// A test that needs the outside world proves nothing when it is green and wastes a day when it is red.
// oxlint-disable-next-line typescript/unbound-method -- the proxy passes `this` on
net.Socket.prototype.connect = new Proxy(net.Socket.prototype.connect, {
  apply(connect, socket, given) {
    const host = hostOf(given);
    if (!isLoopback(host)) throw new Error(`Tests may connect to this machine only, not to ${host}.`);
    return Reflect.apply(connect, socket, given);
  },
});

function hostOf([target, second]: unknown[]): string {
  // net.connect() passes its arguments on in an array that it has already brought into order.
  if (Array.isArray(target)) return hostOf(target);
  if (typeof target === 'object' && target !== null) {
    const { host, path } = target as net.TcpNetConnectOpts & net.IpcNetConnectOpts;
    return path ? 'localhost' : (host ?? 'localhost');
  }
  return typeof target === 'number' && typeof second === 'string' ? second : 'localhost';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(host);
}
