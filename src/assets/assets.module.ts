import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EgressModule } from '../platform/egress/egress.module.js';
import { StorageModule } from '../platform/storage/storage.module.js';
import { AssetBytes } from './asset-bytes.service.js';
import { AssetContentController } from './asset-content.controller.js';
import { AssetContent } from './asset-content.service.js';
import { AssetIntake } from './asset-intake.service.js';
import { AssetPreviews } from './asset-previews.service.js';
import { AssetEntity } from './asset.entity.js';
import { AssetsController } from './assets.controller.js';
import { AssetsRepository } from './assets.repository.js';
import { AssetsService } from './assets.service.js';
import { AssetsSystemRepository } from './assets.system.repository.js';
import { FetchedFiles } from './fetched-files.service.js';
import { RemoteFiles } from './remote-files.service.js';
import { UploadQuota } from './upload-quota.service.js';
import { UploadRetention } from './upload-retention.service.js';
import { UploadsController } from './uploads.controller.js';
import { UploadsService } from './uploads.service.js';
import { OrphanSweep } from './orphan-sweep.service.js';
import { WorkFolderSweep } from './work-folder-sweep.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([AssetEntity]), StorageModule, EgressModule],
  controllers: [AssetsController, AssetContentController, UploadsController],
  providers: [
    WorkFolderSweep,
    AssetsService,
    AssetIntake,
    AssetBytes,
    AssetContent,
    AssetPreviews,
    OrphanSweep,
    UploadsService,
    UploadQuota,
    UploadRetention,
    RemoteFiles,
    FetchedFiles,
    AssetsRepository,
    AssetsSystemRepository,
  ],
  exports: [AssetsService, AssetPreviews, FetchedFiles],
})
export class AssetsModule {}
