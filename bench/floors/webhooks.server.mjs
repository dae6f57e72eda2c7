import { generateKeyPairSync, sign } from 'node:crypto';
import { Agent, request } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { answerQuestions, ready } from '../ground/server-side.mjs';

// A loop that signs and posts on kept-alive connections, as many at once as the engine, and writes nothing down.

const PER_ENDPOINT = Number(process.env.PER_ENDPOINT);
const webhook = new Webhook(`whsec_${Buffer.alloc(32, 7).toString('base64')}`);
const { privateKey } = generateKeyPairSync('ed25519');

answerQuestions(async ({ ports, events }) => {
  const beganAt = performance.now();
  const loops = ports.flatMap((port) => {
    const agent = new Agent({ keepAlive: true, maxSockets: PER_ENDPOINT });
    let left = events;
    return Array.from({ length: PER_ENDPOINT }, async () => {
      while (left-- > 0) await post(agent, port, left);
    });
  });
  await Promise.all(loops);
  return { count: events * ports.length, seconds: (performance.now() - beganAt) / 1_000 };
});
ready();

function post(agent, port, number) {
  const id = `evt_${number}`;
  const now = new Date();
  const timestamp = Math.floor(now.getTime() / 1_000);
  const data = { at: Date.now(), input: 'x'.repeat(1_000) };
  const body = JSON.stringify({ id, type: 'job.completed', timestamp: now, data });
  const signatures = [
    webhook.sign(id, now, body),
    `v1a,${sign(null, Buffer.from(`${id}.${timestamp}.${body}`), privateKey).toString('base64')}`,
  ];
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
  return new Promise((resolve, reject) => {
    const sending = request({ port, host: '127.0.0.1', method: 'POST', agent, headers }, (answer) =>
      answer.resume().on('end', resolve),
    );
    sending.on('error', reject);
    sending.end(body);
  });
}
