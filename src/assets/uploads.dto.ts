import type { ApiBodyOptions } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';

const MAX_URL_LENGTH = 2_048;

export class UploadByUrlInput {
  /** Where the engine fetches the file from: https, on the public internet. */
  @IsString()
  @Length(1, MAX_URL_LENGTH)
  url: string;
}

/** Either way of bringing a file, as OpenAPI tells it. */
export const UPLOAD_BODY: ApiBodyOptions = {
  schema: {
    oneOf: [
      {
        type: 'object',
        required: ['file'],
        properties: { file: { type: 'string', format: 'binary', description: 'As multipart/form-data.' } },
      },
      {
        type: 'object',
        required: ['url'],
        properties: {
          url: { type: 'string', format: 'uri', description: 'As application/json: fetched by the engine.' },
        },
      },
    ],
  },
};
