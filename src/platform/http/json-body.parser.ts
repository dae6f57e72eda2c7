import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '../errors.js';

/** Key of a route's configuration: its handler wants the bytes as they came, e.g. to check what they are signed with. */
export const RAW_BODY = 'rawBody';

type Done = (error: Error | null, body?: unknown) => void;

/**
 * JSON is the only body that is read unless a route's module registers another. Sending nothing under a JSON content
 * type is the same as sending no body: many clients set the header on every request.
 */
export function parseJsonBodies(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (request: FastifyRequest, bytes: Buffer, done: Done) => {
      if (bytes.length === 0) return done(null, undefined);
      if (isEncoded(request)) return done(encoded());
      if (RAW_BODY in request.routeOptions.config) return done(null, bytes);
      // Decoding would replace broken bytes silently, and store a prompt that nobody wrote.
      if (!isUtf8(bytes)) return done(new DomainError('malformed_json', 'The body is not valid UTF-8.'));
      return void parse(request, bytes.toString('utf8'), done);
    },
  );
}

function isEncoded({ headers }: FastifyRequest): boolean {
  const { 'content-encoding': coding = 'identity' } = headers;
  return coding.toLowerCase() !== 'identity';
}

function encoded(): DomainError {
  return new DomainError(
    'unsupported_media_type',
    'The body has a Content-Encoding, and none is supported here.',
    {
      remediation: 'Send the body uncompressed, without Content-Encoding.',
    },
  );
}
