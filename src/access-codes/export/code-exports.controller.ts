import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { notFound } from '../../platform/errors.js';
import { Public } from '../../platform/http/public.decorator.js';
import { SignatureQuery } from '../../platform/http/signature.dto.js';
import { SignedLinks } from '../../platform/http/signed-links.js';
import type { Actor } from '../../teams/actor.types.js';
import { CurrentActor } from '../../teams/current-actor.decorator.js';
import { RequireAbility } from '../../teams/require-ability.decorator.js';
import { CodeLines } from './code-lines.service.js';
import { EXPORT_FORMATS, type ExportFormat, ExportQuery } from './code-exports.dto.js';
import { CodeExports, type Export, linkPath } from './code-exports.service.js';

const TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
};

/** The codes themselves: for a token that may read them, and behind a signed link for a short time. */
@ApiTags('Access codes')
@Controller('v1/access-code-batches')
export class CodeExportsController {
  constructor(
    private readonly exports: CodeExports,
    private readonly lines: CodeLines,
    private readonly links: SignedLinks,
  ) {}

  @Get(':id/export')
  @RequireAbility('access-codes:reveal')
  @ApiOperation({
    summary: 'The codes of a batch as CSV or JSON Lines',
    description: 'With a header row; the first column is the code. Each export is in the audit log.',
  })
  @ApiProduces('text/csv', 'application/x-ndjson')
  @ApiOkResponse({ schema: { type: 'string' } })
  async read(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() { format, bom }: ExportQuery,
  ): Promise<StreamableFile> {
    return this.stream(await this.exports.open(actor, id, format), bom);
  }

  @Get(':id/export/:format')
  @Public()
  @ApiOperation({ summary: 'The same behind a signed link that is good for 15 minutes' })
  @ApiProduces('text/csv', 'application/x-ndjson')
  @ApiOkResponse({ schema: { type: 'string' } })
  async follow(
    @Param('id') id: string,
    @Param('format') format: string,
    @Query() signature: SignatureQuery,
    @Req() { id: requestId }: FastifyRequest,
  ): Promise<StreamableFile> {
    if (!EXPORT_FORMATS.includes(format as ExportFormat)) throw notFound('link');
    this.links.verify(linkPath(id, format as ExportFormat), signature);
    return this.stream(await this.exports.openLink(id, format as ExportFormat, requestId));
  }

  private stream(opened: Export, bom?: boolean): StreamableFile {
    const { batch, format } = opened;
    return new StreamableFile(Readable.from(this.lines.of(opened, { bom })), {
      type: TYPES[format],
      disposition: `attachment; filename="${batch.id}.${format}"`,
    });
  }
}
