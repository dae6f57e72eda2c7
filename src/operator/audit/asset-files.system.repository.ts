import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';

export interface RecordedFile {
  id: string;
  sha256: string;
  bytes: number;
  thumbnailSha256: string | null;
}

@Injectable()
export class AssetFilesSystemRepository {
  constructor(private readonly database: SystemDatabase) {}

  /** Of live assets, in the order in which they were made. */
  after(assetId: string, limit: number): Promise<RecordedFile[]> {
    return this.database.query(
      `select id, sha256, bytes::float8 as bytes, thumbnail_sha256 as "thumbnailSha256"
       from assets where id > $1 and deleted_at is null order by id limit $2`,
      [assetId, limit],
    );
  }

  async isLive(assetId: string): Promise<boolean> {
    const rows = await this.database.query(`select from assets where id = $1 and deleted_at is null`, [
      assetId,
    ]);
    return rows.length > 0;
  }
}
