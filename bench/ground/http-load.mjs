import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n');

/** The bytes of a request, made once: what the load costs should not be charged to the server. */
export function requestBytes({ method = 'GET', path, token, json, accept }) {
  const body = json === undefined ? '' : JSON.stringify(json);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    ...(accept ? [`Accept: ${accept}`] : []),
    ...(token ? [`Authorization: Bearer ${token}`] : []),
    ...(body ? ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`] : []),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/**
 * Each connection asks again as soon as it is answered, until the time is up or it has asked `times` times; `requests`
 * are taken in turn, one for each connection. Plain sockets: on two processors a heavier client would measure itself.
 */
export async function load({
  port,
  requests,
  connections,
  seconds = Infinity,
  times = Infinity,
  expect,
  awake = false,
  latenciesMs,
}) {
  const beganAt = performance.now();
  const endAt = beganAt + seconds * 1_000;
  const goesOn = (answered) => answered < times && performance.now() < endAt;
  const rest = awake ? stayAwake() : () => undefined;
  const counts = await Promise.all(
    Array.from({ length: connections }, (_, index) =>
      converse({ port, request: requests[index % requests.length], expect, goesOn, latenciesMs }),
    ),
  );
  rest();
  const count = counts.reduce((sum, one) => sum + one, 0);
  return { count, seconds: (performance.now() - beganAt) / 1_000 };
}

/** To wake a client that sleeps costs the server more than an answer from memory, and a slower server finds it asleep more often. */
function stayAwake() {
  let isOver = false;
  const turn = () => isOver || setImmediate(turn);
  turn();
  return () => (isOver = true);
}

/** One request on a connection of its own; answers the parsed body. */
export async function ask(port, request, expect) {
  let answer;
  await converse({
    port,
    request: requestBytes(request),
    expect,
    goesOn: () => false,
    onBody: (body) => (answer = body),
  });
  return JSON.parse(answer.toString('utf8'));
}

function converse({ port, request, expect, goesOn, onBody, latenciesMs }) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let received = Buffer.alloc(0);
    let answered = 0;
    let askedAt = 0;
    const write = () => {
      askedAt = performance.now();
      socket.write(request);
    };
    socket.on('connect', write);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The server closed the connection')));
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const answer = answerIn(received);
      if (!answer) return;
      if (answer.status !== expect)
        return void socket.destroy(new Error(`Answered ${received.toString('utf8')}`));
      onBody?.(answer.body);
      latenciesMs?.push(performance.now() - askedAt);
      received = Buffer.alloc(0);
      answered++;
      if (goesOn(answered)) return write();
      socket.removeAllListeners('close').end();
      resolve(answered);
    });
  });
}

/** Null as long as it is not whole. */
function answerIn(bytes) {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd === -1) return null;
  const head = bytes.latin1Slice(0, headEnd);
  const status = Number(head.slice(9, 12));
  if (/transfer-encoding: *chunked/i.test(head)) return chunkedIn(bytes, headEnd, status);
  const length = Number(/content-length: *(\d+)/i.exec(head)?.[1]);
  if (Number.isNaN(length)) throw new Error(`No content-length in ${head}`);
  const bodyAt = headEnd + HEAD_END.length;
  if (bytes.length < bodyAt + length) return null;
  return { status, body: bytes.subarray(bodyAt, bodyAt + length) };
}

/** Whole when the chunk of no bytes has come; what is in the others nobody here reads. */
function chunkedIn(bytes, headEnd, status) {
  const isWhole = bytes.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK);
  return isWhole ? { status, body: bytes.subarray(headEnd + HEAD_END.length) } : null;
}
