import { Module } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../config/config.types.js';
import { DiskStorage } from './disk-storage.js';
import { S3Storage } from './s3-storage.js';
import { Storage } from './storage.js';
import { WorkFolders } from './work-folders.js';

@Module({
  providers: [
    {
      provide: Storage,
      inject: [ENGINE_CONFIG],
      useFactory: ({ storage }: EngineConfig) =>
        storage.kind === 's3' ? new S3Storage(storage) : new DiskStorage(storage.folder),
    },
    WorkFolders,
  ],
  exports: [Storage, WorkFolders],
})
export class StorageModule {}
