import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import type { Old } from '../signing/rotation.js';
import type { EndpointStatus } from './endpoints.types.js';

@Entity('webhook_endpoints')
export class WebhookEndpointEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'team_id' })
  teamId: string;

  @Column('text')
  url: string;

  @Column('text', { array: true })
  events: string[];

  @Column('text')
  description: string;

  @Column('json')
  metadata: object;

  @Column('text')
  status: EndpointStatus;

  @Column('text', { name: 'disabled_reason', nullable: true })
  disabledReason: string | null;

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt: Date | null;

  /** Sealed. */
  @Column('text')
  secret: string;

  @Column('json', { name: 'old_secrets' })
  oldSecrets: Array<Old<{ secret: string }>>;

  @Column('timestamptz', { name: 'failing_since', nullable: true })
  failingSince: Date | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt: Date;
}
