import { Injectable } from '@nestjs/common';
import { Storage } from '../../platform/storage/storage.js';
import { AssetFilesSystemRepository, type RecordedFile } from './asset-files.system.repository.js';
import type { Finding, Scope } from './invariant.types.js';

const INVARIANT = 'no_ready_asset_without_its_file';
const PAGE = 500;
const COUNTED_VIOLATIONS = 1_000;
const EXAMPLES = 5;

/** The one invariant that no query can tell: whether the store has what the rows promise, whole. */
@Injectable()
export class AssetFiles {
  constructor(
    private readonly recorded: AssetFilesSystemRepository,
    private readonly storage: Storage,
  ) {}

  async check({ since }: Pick<Scope, 'since'>): Promise<Finding> {
    const lost: string[] = [];
    try {
      for await (const file of this.files(`ast_${since}`)) {
        if (await this.isWhole(file)) continue;
        // Deleted meanwhile is not lost.
        if (await this.recorded.isLive(file.id)) lost.push(file.id);
        if (lost.length === COUNTED_VIOLATIONS) break;
      }
    } catch (error) {
      return { invariant: INVARIANT, violations: 0, examples: [], failure: (error as Error).message };
    }
    const examples = lost.slice(0, EXAMPLES).map((id) => ({ id }));
    return { invariant: INVARIANT, violations: lost.length, examples };
  }

  private async *files(afterId: string): AsyncGenerator<RecordedFile> {
    for (let last: string | undefined = afterId; last !== undefined;) {
      const page = await this.recorded.after(last, PAGE);
      yield* page;
      last = page.length === PAGE ? page.at(-1)?.id : undefined;
    }
  }

  private async isWhole({ sha256, bytes, thumbnailSha256 }: RecordedFile): Promise<boolean> {
    if ((await this.storage.size(sha256)) !== bytes) return false;
    return thumbnailSha256 === null || (await this.storage.size(thumbnailSha256)) !== null;
  }
}
