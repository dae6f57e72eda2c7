import { Module } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../config/config.types.js';
import { DiskStorage } from './disk-storage.js';
import { Storage } from './storage.js';
import { WorkFolders } from './work-folders.js';

@Module({
  providers: [
    {
      provide: Storage,
      inject: [ENGINE_CONFIG],
      useFactory: ({ storageDir }: EngineConfig) => new DiskStorage(storageDir),
    },
    WorkFolders,
  ],
  exports: [Storage, WorkFolders],
})
export class StorageModule {}
