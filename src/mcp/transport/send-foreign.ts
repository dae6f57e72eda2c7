import type { FastifyReply } from 'fastify';

const REFUSED = -32000;

/** In the protocol's words, since whoever is turned away here may know no others. */
export function sendForeign(reply: FastifyReply, message: string): void {
  reply
    .code(403)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify({ jsonrpc: '2.0', error: { code: REFUSED, message }, id: null }));
}
