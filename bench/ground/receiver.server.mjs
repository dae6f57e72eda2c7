import { once } from 'node:events';
import { createServer } from 'node:http';
import { answerQuestions, ready } from './server-side.mjs';

// Whom webhooks are posted to: one address for each endpoint. The first one is dead when it is told so.

const ports = [];
let waits = [];
let delayMs = 0;
let isFirstDead = false;
let held = [];

for (let index = 0; index < Number(process.env.ENDPOINTS); index++) {
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      if (index === 0 && isFirstDead) return held.push(response);
      const { data } = JSON.parse(Buffer.concat(parts));
      waits.push(Date.now() - data.at);
      if (delayMs > 0) setTimeout(() => response.end(), delayMs);
      else response.end();
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ports.push(server.address().port);
}

/** Answers how long each post was on its way since the last time that it was asked. */
answerQuestions(async (settings) => {
  ({ delayMs = 0, isFirstDead = false } = settings);
  for (const response of held) response.destroy();
  held = [];
  const told = waits;
  waits = [];
  return { waits: told };
});
ready({ ports });
