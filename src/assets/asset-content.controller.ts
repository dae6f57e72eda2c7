import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../platform/http/public.decorator.js';
import { SignedLinks } from '../platform/http/signed-links.js';
import { AssetContent } from './asset-content.service.js';
import { ContentQuery } from './assets.dto.js';
import { type Content, type ContentAnswer, answerFor } from './content-answer.js';
import { contentPath } from './content-path.js';

const BYTES = { type: 'string', format: 'binary' };

@ApiTags('Assets')
@SkipThrottle()
@Controller('v1/assets')
export class AssetContentController {
  constructor(
    private readonly links: SignedLinks,
    private readonly content: AssetContent,
  ) {}

  /** The bytes of a file. The link is the permission: it is signed, ends at `exp`, and needs no token. */
  @Get(':id/content')
  @Public()
  @ApiProduces('application/octet-stream')
  @ApiResponse({ status: 200, description: 'The file, in its own content type.', schema: BYTES })
  @ApiResponse({ status: 206, description: 'The part that the Range header asks for.', schema: BYTES })
  @ApiResponse({ status: 304, description: 'What If-None-Match names is still the file.' })
  @ApiResponse({ status: 416, description: 'The Range header asks for bytes that the file does not have.' })
  async serve(
    @Param('id') id: string,
    @Query() query: ContentQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.links.verify(contentPath(id), query);
    const content = await this.content.locate(id, query.variant ?? 'original');
    const asked = {
      headers: request.headers,
      download: query.download === '1',
      expiresAt: Number(query.exp),
    };
    const answer = answerFor(content, asked);
    void reply.code(answer.status).headers(answer.headers);
    void reply.send(await this.bodyOf(content, answer, request.method));
  }

  private async bodyOf(
    content: Content,
    { range }: ContentAnswer,
    method: string,
  ): Promise<Readable | undefined> {
    if (!range) return undefined;
    // Fastify reads the stream of a HEAD to its end to throw it away; an empty one keeps the length in the headers.
    if (method === 'HEAD') return Readable.from([]);
    return (await this.content.open(content, range)).stream;
  }
}
