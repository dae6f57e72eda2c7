import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../platform/database/system-database.js';
import type { DeletedContent, StoredAsset } from './assets.types.js';

/** How the rows of all teams use one stored content. */
export interface ContentUse {
  live: boolean;
  lastRecordedAt: Date | null;
}

export interface ForgetfulTeam {
  teamId: string;
  days: number;
}

/** Content is shared between teams, and a signed link names no team. */
@Injectable()
export class AssetsSystemRepository {
  constructor(private readonly database: SystemDatabase) {}

  async byId(id: string): Promise<StoredAsset | null> {
    const [row] = await this.database.query<AssetRow>(`${SELECT_ASSET} where id = $1`, [id]);
    return row ? { ...row, bytes: Number(row.bytes) } : null;
  }

  async useOf(sha256: string): Promise<ContentUse> {
    const [use] = await this.database.query<ContentUse>(
      `select coalesce(bool_or(deleted_at is null), false) as live, max(created_at) as "lastRecordedAt"
         from assets where sha256 = $1 or thumbnail_sha256 = $1`,
      [sha256],
    );
    return use ?? { live: false, lastRecordedAt: null };
  }

  /** Those of the given contents that no row needs. */
  async unused(sha256s: string[]): Promise<string[]> {
    const rows = await this.database.query<{ sha256: string }>(
      `select given.sha256 from unnest($1::text[]) as given (sha256)
        where not exists (select from assets where sha256 = given.sha256 and deleted_at is null)
          and not exists (select from assets where thumbnail_sha256 = given.sha256 and deleted_at is null)`,
      [sha256s],
    );
    return rows.map(({ sha256 }) => sha256);
  }

  teamsThatForget(): Promise<ForgetfulTeam[]> {
    return this.database.query(
      `select team_id as "teamId", retention_days as days from teams
       where retention_days is not null and deleting_at is null order by team_id`,
    );
  }

  deleteAgedUploads({ teamId, days }: ForgetfulTeam, limit: number): Promise<DeletedContent[]> {
    return this.database.query(
      `with deleted as (
         update assets set deleted_at = now(), thumbhash = null
         where id in (
           select id from assets
           where team_id = $1 and origin = 'upload' and deleted_at is null
             and created_at < now() - $2 * interval '1 day'
           limit $3)
         returning sha256, thumbnail_sha256 as "thumbnailSha256")
       select * from deleted`,
      [teamId, days, limit],
    );
  }
}

type AssetRow = Omit<StoredAsset, 'bytes'> & { bytes: string };

const SELECT_ASSET = `
  select id, team_id as "teamId", job_id as "jobId", origin, sha256, bytes, mime_type as "mimeType", width, height,
         duration_seconds as "durationSeconds", thumbnail_sha256 as "thumbnailSha256", thumbhash, filename,
         created_at as "createdAt", deleted_at as "deletedAt"
    from assets`;
