import { fastify } from 'fastify';

// The least that could answer: the same bytes from memory, with no look at who asks.

const { BYTES } = process.env;
const server = fastify();
server.get('/v1/jobs/:id', (_request, reply) => reply.type('application/json; charset=utf-8').send(BYTES));

await server.listen({ port: 0, host: '127.0.0.1' });
process.once('disconnect', () => process.exit());
process.once('SIGTERM', () => process.exit());
process.send({ port: server.server.address().port });
