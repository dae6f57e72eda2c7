import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { WorkFolders } from '../platform/storage/work-folders.js';

/** For an engine, and for no command that only looks: who shares a host's name but not its processes sees none of them alive. */
@Injectable()
export class WorkFolderSweep implements OnApplicationBootstrap {
  constructor(private readonly folders: WorkFolders) {}

  onApplicationBootstrap(): Promise<void> {
    return this.folders.sweep();
  }
}
