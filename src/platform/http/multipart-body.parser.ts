import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '../errors.js';

const MULTIPART = /^multipart\/form-data\b/i;

/** A form is nothing that other routes could read: they refuse it as they refuse every type they do not know. */
export function parseForms(fastify: FastifyInstance): void {
  void fastify.register(multipart);
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(isForm(request) && !takesFiles(request) ? refusal() : undefined);
  });
}

export function isForm({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return MULTIPART.test(headers['content-type'] ?? '');
}

function takesFiles({ routeOptions }: FastifyRequest): boolean {
  return (routeOptions.config as { takesFiles?: boolean }).takesFiles ?? false;
}

function refusal(): DomainError {
  return new DomainError(
    'unsupported_media_type',
    'The Content-Type of the body is missing or not supported here.',
  );
}
