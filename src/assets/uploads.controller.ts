import { Controller, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Idempotent, type IdempotentCall } from '../platform/http/idempotent-call.decorator.js';
import { isForm } from '../platform/http/multipart-body.parser.js';
import { RequestValidationPipe } from '../platform/http/request-validation.pipe.js';
import { TakesFiles } from '../platform/http/takes-files.decorator.js';
import type { Actor } from '../teams/actor.types.js';
import { CurrentActor } from '../teams/current-actor.decorator.js';
import { RequireAbility } from '../teams/require-ability.decorator.js';
import { AssetAnswer } from './assets.dto.js';
import { UPLOAD_BODY, UploadByUrlInput } from './uploads.dto.js';
import { UploadsService } from './uploads.service.js';

@ApiTags('Assets')
@Controller('v1/uploads')
export class UploadsController {
  private readonly validation = new RequestValidationPipe();

  constructor(private readonly uploads: UploadsService) {}

  @Post()
  @TakesFiles()
  @RequireAbility('assets:write')
  @ApiOperation({
    summary: 'Upload a file',
    description:
      'As multipart/form-data with one part `file`, or by its address as JSON `{ "url" }`. Models take it by its id in every field of format `asset`.',
    requestBody: UPLOAD_BODY,
  })
  @ApiCreatedResponse({ type: AssetAnswer })
  async upload(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Idempotent() call: IdempotentCall,
  ): Promise<string | undefined> {
    if (isForm(request)) return this.uploads.takeForm(actor, request, call);
    return this.uploads.takeUrl(actor, await this.urlIn(request.body), call);
  }

  /** A body that may be a form has no class that the framework could check it by. */
  private async urlIn(body: unknown): Promise<string> {
    const input: unknown = await this.validation.transform(body, {
      type: 'body',
      metatype: UploadByUrlInput,
    });
    return (input as UploadByUrlInput).url;
  }
}
