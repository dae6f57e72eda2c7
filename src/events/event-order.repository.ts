import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transactions.js';

/** A place in the order in which the events of a team are told. */
export interface EventPosition {
  transactionId: string;
  id: string;
}

export interface OrderedEvent extends EventPosition {
  type: string;
  body: string;
  /** False while a transaction is under way that may yet put an event before this one. */
  settled: boolean;
}

const OLDEST_UNDER_WAY = `pg_snapshot_xmin(pg_current_snapshot())`;

/** Events in an order in which nothing appears later at a place that was passed already. */
@Injectable()
export class EventOrderRepository {
  /** Everything that is committed from now on is behind it. */
  async now(tx: Tx): Promise<EventPosition> {
    const [row] = await tx.query<EventPosition[]>(
      `select ${OLDEST_UNDER_WAY}::text as "transactionId", '' as id`,
    );
    return row!;
  }

  async positionOf(tx: Tx, id: string): Promise<EventPosition | undefined> {
    const [row] = await tx.query<EventPosition[]>(
      `select transaction_id::text as "transactionId", id from events where id = $1`,
      [id],
    );
    return row;
  }

  after(tx: Tx, { transactionId, id }: EventPosition, limit: number): Promise<OrderedEvent[]> {
    return tx.query(
      `select id, type, body, transaction_id::text as "transactionId", transaction_id < ${OLDEST_UNDER_WAY} as settled
       from events where (transaction_id, id) > ($1::xid8, $2)
       order by team_id, transaction_id, events.id limit $3`,
      [transactionId, id, limit],
    );
  }
}
