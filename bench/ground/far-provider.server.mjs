import { createHash, generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import sharp from 'sharp';
import { answerQuestions, ready } from './server-side.mjs';

// As much of fal.ai's queue as the engine uses. Every work takes the same time and comes to a picture of its own of about 1 kB.

const SIDE = 18;
const keys = generateKeyPairSync('ed25519');
const callbacks = new http.Agent({ keepAlive: true, maxSockets: 32 });
const works = new Map();
let seconds = 1;
let underWay = 0;
let mostUnderWay = 0;

const server = http.createServer((request, response) => void answer(request, response));
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}`;

async function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url, url);
  for await (const part of request) void part;
  const [, id, action] = /\/requests\/([\w-]+)(\/status)?$/.exec(pathname) ?? [];
  if (pathname === '/.well-known/jwks.json')
    return send(response, { keys: [keys.publicKey.export({ format: 'jwk' })] });
  if (pathname === '/v1/models/pricing') return send(response, priceOf(searchParams.get('endpoint_id')));
  if (pathname.startsWith('/files/')) return response.end(await aPicture());
  if (request.method === 'POST') return send(response, submit(searchParams.get('fal_webhook')));
  if (action) return send(response, { status: works.get(id).finishedAt ? 'COMPLETED' : 'IN_PROGRESS' });
  response.setHeader('x-fal-billable-units', '1');
  return send(response, { images: [{ url: `${url}/files/${id}.png`, content_type: 'image/png' }] });
}

function send(response, body) {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}

function submit(callbackUrl) {
  const id = randomUUID();
  const work = { finishedAt: null };
  works.set(id, work);
  mostUnderWay = Math.max(mostUnderWay, ++underWay);
  setTimeout(() => {
    underWay--;
    work.finishedAt = Date.now();
    if (callbackUrl) callBack(callbackUrl, id);
  }, seconds * 1_000);
  return { request_id: id, status: 'IN_QUEUE' };
}

function callBack(callbackUrl, id) {
  const body = JSON.stringify({ request_id: id, gateway_request_id: id, status: 'OK', payload: {} });
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const digest = createHash('sha256').update(body).digest('hex');
  const message = Buffer.from([id, 'user', timestamp, digest].join('\n'));
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-fal-webhook-request-id': id,
    'x-fal-webhook-user-id': 'user',
    'x-fal-webhook-timestamp': timestamp,
    'x-fal-webhook-signature': sign(null, message, keys.privateKey).toString('hex'),
  };
  const calling = http.request(callbackUrl, { method: 'POST', headers, agent: callbacks }, (response) =>
    response.resume(),
  );
  // Lost, as callbacks may be; the engine asks without them too.
  calling.on('error', () => undefined);
  calling.end(body);
}

function priceOf(endpoint) {
  return { prices: [{ endpoint_id: endpoint, unit_price: 0.02, unit: 'image', currency: 'USD' }] };
}

function aPicture() {
  const raw = { width: SIDE, height: SIDE, channels: 3 };
  return sharp(randomBytes(SIDE * SIDE * raw.channels), { raw })
    .png()
    .toBuffer();
}

/** Answers when each work ended and how many were under way at once, since it was asked before. */
answerQuestions(async (settings) => {
  ({ seconds } = settings);
  const finished = [...works].map(([id, { finishedAt }]) => [id, finishedAt]);
  const answer = { finished, mostUnderWay };
  works.clear();
  mostUnderWay = 0;
  return answer;
});
ready({ url });
