import type { OpenAPIObject } from '@nestjs/swagger';
import { ERROR_CODES } from '../errors.js';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** The error envelope, as every operation documents it. */
export const ERROR_SCHEMA: Schema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'remediation', 'docs_url', 'request_id'],
      properties: {
        code: { type: 'string', enum: Object.keys(ERROR_CODES) },
        message: { type: 'string' },
        remediation: { type: 'string', description: 'What to do about it.' },
        docs_url: { type: 'string', format: 'uri' },
        request_id: { type: 'string', description: 'As in X-Request-Id.' },
        fields: {
          type: 'array',
          items: {
            type: 'object',
            required: ['path', 'message'],
            properties: { path: { type: 'string', example: 'jobs[3].prompt' }, message: { type: 'string' } },
          },
        },
        context: {
          type: 'object',
          additionalProperties: true,
          description: 'Facts that a program can act on.',
        },
      },
    },
  },
};
