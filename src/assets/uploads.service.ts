import { stat } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { Idempotency } from '../platform/http/idempotency.js';
import type { IdempotentCall } from '../platform/http/idempotent-call.decorator.js';
import { WorkFolders } from '../platform/storage/work-folders.js';
import type { Actor } from '../teams/actor.types.js';
import { requireActive } from '../teams/teams.service.js';
import { AssetAnswer } from './assets.dto.js';
import { AssetsService } from './assets.service.js';
import type { ArrivedFile, NewAsset } from './assets.types.js';
import { receiveFormFile } from './form-file.js';
import { RemoteFiles } from './remote-files.service.js';
import { UploadQuota } from './upload-quota.service.js';

/** Files that a team brings: received whole, looked into and stored before a row says that they are there. */
@Injectable()
export class UploadsService {
  constructor(
    private readonly assets: AssetsService,
    private readonly remote: RemoteFiles,
    private readonly quota: UploadQuota,
    private readonly folders: WorkFolders,
    private readonly idempotency: Idempotency,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
  ) {}

  async takeForm(actor: Actor, request: FastifyRequest, call: IdempotentCall): Promise<string | undefined> {
    requireActive(actor);
    return this.folders.during(async (folder) => {
      const arrived = await receiveFormFile(request, folder, this.config.uploads.maxBytes);
      const asset = await this.intake(actor, arrived);
      // The same form is written with another boundary each time; what it brings is what was asked.
      const asked = { sha256: asset.sha256, filename: asset.filename };
      return this.record(actor, asset, { ...call, body: asked });
    });
  }

  async takeUrl(actor: Actor, url: string, call: IdempotentCall): Promise<string | undefined> {
    requireActive(actor);
    // What was fetched once need not be there any more.
    const replayed = await this.idempotency.answeredBefore(actor.teamId, call);
    if (replayed !== undefined) return replayed;
    return this.folders.during(async (folder) => {
      const { maxBytes } = this.config.uploads;
      const arrived = await this.remote.fetch(url, { folder, maxBytes, field: 'url' });
      return this.record(actor, await this.intake(actor, arrived), call);
    });
  }

  private async intake({ teamId }: Actor, { file, ...facts }: ArrivedFile): Promise<NewAsset> {
    await this.quota.look(teamId, (await stat(file)).size);
    return this.assets.intake(file, { ...facts, teamId, origin: 'upload' });
  }

  private record({ teamId }: Actor, asset: NewAsset, call: IdempotentCall): Promise<string | undefined> {
    return this.idempotency.answer(teamId, call, { status: 201 }, async (tx) => {
      await this.quota.claim(tx, teamId, asset.bytes);
      await this.assets.record(tx, [asset]);
      return AssetAnswer.of(asset, this.assets.present(asset, this.config.links.answerTtlMs));
    });
  }
}
