import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import type { Ability } from './abilities.js';
import type { OwnLimits } from './limits.js';

@Entity('api_tokens')
export class ApiTokenEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'team_id' })
  teamId: string;

  @Column('text')
  name: string;

  @Column('bytea')
  hash: Buffer;

  @Column('text')
  prefix: string;

  @Column('text', { array: true })
  abilities: Ability[];

  @Column('jsonb')
  limits: OwnLimits;

  @Column('text', { name: 'allowed_cidrs', array: true })
  allowedCidrs: string[];

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt: Date | null;

  /** The token that made it, `operator` or `signup`. */
  @Column('text', { name: 'created_by' })
  createdBy: string;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;
}
