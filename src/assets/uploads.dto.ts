import type { ApiOperationOptions } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';

const MAX_URL_LENGTH = 2_048;

export class UploadByUrlInput {
  /** Where the engine fetches the file from: https, on the public internet. */
  @IsString()
  @Length(1, MAX_URL_LENGTH)
  url: string;
}

/** Either way of bringing a file, as OpenAPI tells it. */
export const UPLOAD_BODY: ApiOperationOptions['requestBody'] = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['file'],
        properties: { file: { type: 'string', format: 'binary' } },
      },
    },
    'application/json': {
      schema: {
        type: 'object',
        required: ['url'],
        properties: {
          url: {
            type: 'string',
            format: 'uri',
            minLength: 1,
            maxLength: MAX_URL_LENGTH,
            description: 'Fetched by the engine: https, on the public internet.',
          },
        },
      },
    },
  },
};
