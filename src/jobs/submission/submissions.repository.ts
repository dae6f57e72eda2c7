import { Injectable } from '@nestjs/common';
import { prepared } from '../../platform/database/prepared.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { BatchRecord, JobRecord } from '../job.types.js';

/** What a key stands for is its team's affair. */
export interface TeamKey {
  teamId: string;
  key: string;
}

export interface StoredAnswer extends TeamKey {
  fingerprint: Buffer;
  body: string;
}

/** A key is remembered for a day; an older one may be used anew. */
const KEY_LIFETIME = `interval '24 hours'`;

/**
 * Another route stored the same key in the moment between our look and our write; only submissions wait for each other
 * on the account. As a serialization failure it makes the transaction run again, and then the key is found.
 */
class KeyTaken extends Error {
  readonly code = '40001';
}

/** Laterally: each by its primary key, however large the table was when the plan was made. */
const ANSWERS = prepared(`
  select asked."teamId", stored.* from jsonb_to_recordset($1) as asked("teamId" text collate "C", key text collate "C"),
    lateral (select key, fingerprint, body from idempotency_keys
             where team_id = asked."teamId" and key = asked.key and created_at > now() - ${KEY_LIFETIME} limit 1) stored`);

const INSERT_JOBS = prepared(`
  insert into jobs (id, team_id, token_id, kind, queue, model, provider, input, credits_charged, eta_seconds,
    run_at, deadline_at, batch_id, batch_index, idempotency_key, webhook_url, metadata, request_id, created_at)
  select id, "teamId", "tokenId", kind, queue, model, provider, input, "creditsCharged", "etaSeconds",
    "createdAt", "deadlineAt", "batchId", "batchIndex", "idempotencyKey", "webhookUrl", metadata, "requestId", "createdAt"
  from json_to_recordset($1) as job(id text, "teamId" text, "tokenId" text, kind text, queue text, model text,
    provider text, input json, "creditsCharged" int, "etaSeconds" int, "deadlineAt" timestamptz, "batchId" text,
    "batchIndex" int, "idempotencyKey" text, "webhookUrl" text, metadata json, "requestId" text, "createdAt" timestamptz)`);

@Injectable()
export class SubmissionsRepository {
  answersFor(tx: Tx, keys: TeamKey[]): Promise<StoredAnswer[]> {
    return tx.query(ANSWERS, [JSON.stringify(keys)]);
  }

  async remember(tx: Tx, status: number, answers: StoredAnswer[]): Promise<void> {
    const remembered = await tx.query<unknown[]>(
      `insert into idempotency_keys (team_id, key, fingerprint, status, body)
       select "teamId", key, decode(fingerprint, 'hex'), $1, body
       from jsonb_to_recordset($2) as answer("teamId" text, key text, fingerprint text, body text)
       on conflict (team_id, key) do update
         set fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body,
             encrypted = false, created_at = now()
         where idempotency_keys.created_at <= now() - ${KEY_LIFETIME}
       returning key`,
      [status, JSON.stringify(answers.map((a) => ({ ...a, fingerprint: a.fingerprint.toString('hex') })))],
    );
    if (remembered.length < answers.length) throw new KeyTaken();
  }

  async insertBatches(tx: Tx, batches: BatchRecord[]): Promise<void> {
    await tx.query(
      `insert into batches (id, team_id, total, credits_charged, webhook_url, metadata, idempotency_key, request_id, created_at)
       select id, "teamId", total, "creditsCharged", "webhookUrl", metadata, "idempotencyKey", "requestId", "createdAt"
       from json_to_recordset($1) as batch(id text, "teamId" text, total int, "creditsCharged" int, "webhookUrl" text,
         metadata json, "idempotencyKey" text, "requestId" text, "createdAt" timestamptz)`,
      [JSON.stringify(batches)],
    );
  }

  /** json, not jsonb: what the caller sent is kept as it was sent. */
  async insertJobs(tx: Tx, jobs: JobRecord[]): Promise<void> {
    await tx.query(INSERT_JOBS, [JSON.stringify(jobs)]);
  }
}
