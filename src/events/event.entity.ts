import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('events')
export class EventEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'team_id' })
  teamId: string;

  @Column('text')
  type: string;

  @Column('text')
  subject: string;

  /** Kept as text: every delivery carries the same bytes. */
  @Column('text')
  body: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
