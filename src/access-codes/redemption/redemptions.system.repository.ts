import { Injectable } from '@nestjs/common';
import type { JobState } from '../../jobs/job.types.js';
import { prepared } from '../../platform/database/prepared.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { TeamStatus } from '../../teams/actor.types.js';
import { BATCH_COLUMNS } from '../batches/code-batches.repository.js';
import type { CodeBatch } from '../batches/code-batches.types.js';
import type { GrantedView } from '../reading/access-codes.dto.js';

/** A code with all that decides whether it is good, for whoever redeems. */
export interface FoundCode extends CodeBatch {
  hash: Buffer;
  ordinal: number;
  redemptions: number;
  codeRevokedAt: Date | null;
  masked: string | null;
  jobState: JobState | null;
  issuerStatus: TeamStatus;
  issuerBalance: number;
  /** Counted only where `perSubject` bounds it. */
  redemptionsBySubject: number;
  /** The team that redeems issued it itself. */
  isOwn: boolean;
  now: Date;
}

/** Who wants a code, and the hashes that it may have: none, one, or two. */
export interface Sought {
  hashes: Buffer[];
  teamId: string;
  subject: string | null;
}

export interface Importers {
  own: boolean;
  others: boolean;
}

export interface NewRedemption {
  id: string;
  code: FoundCode;
  redeemerTeamId: string;
  tokenId: string;
  subject: string;
  granted: GrantedView;
  credits: number;
  requestId: string;
}

/** Two hashes by themselves and not as a list: of a list Postgres knows the length, and would plan anew each time. */
const FIND = prepared(`
  select code.hash, code.ordinal, code.redemptions, code.revoked_at as "codeRevokedAt", code.masked, ${BATCH_COLUMNS},
         job.state as "jobState", team.status as "issuerStatus",
         (account.included + account.purchased)::float8 as "issuerBalance", batch.team_id = $3 as "isOwn", now() as now,
         -- By the subject's index: of one code there may be a million redemptions.
         case when batch.per_subject is null then 0 else (
           select count(*)::int from redemptions redemption
           where redemption.team_id = batch.team_id and redemption.subject = $4 and redemption.redeemer_team_id = $3
             and redemption.batch = code.batch and redemption.ordinal = code.ordinal) end as "redemptionsBySubject"
  from access_codes code
  join access_code_batches batch on batch.number = code.batch
  join teams team on team.team_id = batch.team_id
  join credit_accounts account on account.team_id = batch.team_id
  left join jobs job on job.id = batch.job_id
  where code.hash in ($1, $2)
  -- Of two that look alike the one that was made here.
  order by batch.job_id is null limit 1`);

const LOCK_CODE = prepared(
  `select batch from access_codes where hash in ($1, $2) order by masked is not null, hash limit 1 for update`,
);
/**
 * Whoever revokes the batch waits for us, or we see that it was revoked. Not shared: the trigger that counts redeemed codes
 * changes the row, and two that share it would wait for each other. All codes of an issuer wait for its account anyway.
 */
const LOCK_BATCH = prepared(`select from access_code_batches where number = $1 for no key update`);

/** The one look-up that crosses teams is of a code by its full text. */
@Injectable()
export class RedemptionsRepository {
  constructor(private readonly database: SystemDatabase) {}

  find(sought: Sought): Promise<FoundCode | undefined> {
    return this.findIn(this.database, sought);
  }

  async findIn(
    on: Pick<Tx | SystemDatabase, 'query'>,
    { hashes, teamId, subject }: Sought,
  ): Promise<FoundCode | undefined> {
    const [code] = (await on.query(FIND, [...pairOf(hashes), teamId, subject])) as FoundCode[];
    return code;
  }

  /** Read behind the code's lock: of several that redeem it at once, each sees what those before it did. */
  async findLocked(tx: Tx, sought: Sought): Promise<FoundCode | undefined> {
    const [locked] = await tx.query<{ batch: string }[]>(LOCK_CODE, pairOf(sought.hashes));
    if (!locked) return undefined;
    await tx.query(LOCK_BATCH, [locked.batch]);
    return this.findIn(tx, sought);
  }

  async insert(tx: Tx, redemption: NewRedemption): Promise<void> {
    const { id, code, redeemerTeamId, tokenId, subject, granted, credits, requestId } = redemption;
    await tx.query(
      `insert into redemptions (id, team_id, batch, ordinal, redeemer_team_id, token_id, subject, granted, credits, request_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        id,
        code.teamId,
        code.number,
        code.ordinal,
        redeemerTeamId,
        tokenId,
        subject,
        JSON.stringify(granted),
        credits,
        requestId,
      ],
    );
    await tx.query(
      `update access_codes set redemptions = redemptions + 1 where hash = $1 and redemptions < $2`,
      [code.hash, code.maxRedemptions],
    );
  }

  /** Who imported codes of such a length, seen from a team. */
  async importersOf(length: number, teamId: string): Promise<Importers> {
    const [importers] = await this.database.query<Importers>(
      `select exists (select from imported_lengths where length = $1 and team_id = $2) as own,
              exists (select from imported_lengths where length = $1 and team_id <> $2) as others`,
      [length, teamId],
    );
    return importers!;
  }
}

function pairOf([first = null, second = null]: (Buffer | null)[]): [Buffer | null, Buffer | null] {
  return [first, second];
}
