import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Public } from '../platform/http/public.decorator.js';
import { SignatureQuery } from '../platform/http/signature.dto.js';
import { SignedLinks } from '../platform/http/signed-links.js';
import type { Actor } from '../teams/actor.types.js';
import { CurrentActor } from '../teams/current-actor.decorator.js';
import { RequireAbility } from '../teams/require-ability.decorator.js';
import { BatchManifest } from './batch-manifest.service.js';
import { manifestPath } from './batch-presenter.service.js';
import { BatchesService } from './reading/batches.service.js';

const LINES = 'application/x-ndjson; charset=utf-8';

/** All jobs of a batch in one file: for whoever has a token, and behind a signed link for whoever has that. */
@ApiTags('Batches')
@Controller('v1/batches')
export class BatchManifestsController {
  constructor(
    private readonly batches: BatchesService,
    private readonly manifests: BatchManifest,
    private readonly links: SignedLinks,
  ) {}

  @Get(':id/manifest')
  @RequireAbility('jobs:read')
  @ApiOperation({ summary: 'All jobs of a batch as lines of JSON, with signed links' })
  @ApiProduces('application/x-ndjson')
  @ApiOkResponse({ schema: { type: 'string' } })
  async read(@CurrentActor() { teamId }: Actor, @Param('id') id: string): Promise<StreamableFile> {
    await this.batches.read({ teamId }, id);
    return this.stream(teamId, id);
  }

  @Get(':id/manifest.jsonl')
  @Public()
  @ApiOperation({ summary: 'The same behind a signed link, as `batch.completed` carries it' })
  @ApiProduces('application/x-ndjson')
  @ApiOkResponse({ schema: { type: 'string' } })
  async follow(@Param('id') id: string, @Query() signature: SignatureQuery): Promise<StreamableFile> {
    this.links.verify(manifestPath(id), signature);
    return this.stream(await this.manifests.teamOf(id), id);
  }

  private stream(teamId: string, batchId: string): StreamableFile {
    return new StreamableFile(Readable.from(this.manifests.lines(teamId, batchId)), { type: LINES });
  }
}
