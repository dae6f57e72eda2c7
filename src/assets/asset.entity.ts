import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AssetOrigin, StoredAsset } from './assets.types.js';

// The driver reads a bigint as a string; files stay far below the numbers that JavaScript can't count.
const asNumber = { to: (value: number) => value, from: (value: string) => Number(value) };

@Entity('assets')
export class AssetEntity implements StoredAsset {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'team_id' })
  teamId: string;

  @Column('text', { name: 'job_id', nullable: true })
  jobId: string | null;

  @Column('text')
  origin: AssetOrigin;

  @Column('text')
  sha256: string;

  @Column('bigint', { transformer: asNumber })
  bytes: number;

  @Column('text', { name: 'mime_type' })
  mimeType: string;

  @Column('integer', { nullable: true })
  width: number | null;

  @Column('integer', { nullable: true })
  height: number | null;

  @Column('real', { name: 'duration_seconds', nullable: true })
  durationSeconds: number | null;

  @Column('text', { name: 'thumbnail_sha256', nullable: true })
  thumbnailSha256: string | null;

  @Column('text', { nullable: true })
  thumbhash: string | null;

  @Column('text')
  filename: string;

  @Column('text', { name: 'fetched_from', nullable: true })
  fetchedFrom: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt: Date | null;
}
