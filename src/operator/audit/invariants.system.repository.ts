import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { Finding, Invariant, Scope } from './invariant.types.js';

const COUNTED_VIOLATIONS = 1_000;
const EXAMPLES = 5;

@Injectable()
export class InvariantsSystemRepository {
  constructor(private readonly database: SystemDatabase) {}

  check(invariant: Invariant, scope: Scope): Promise<Finding> {
    return this.database.transaction(async (tx) => {
      await limitTo(tx, scope);
      return find(tx, invariant);
    });
  }

  /** Answers undefined, without waiting, while another process is at it. */
  checkAlone(invariants: Invariant[], scope: Scope): Promise<Finding[] | undefined> {
    return this.database.transaction(async (tx) => {
      if (!(await isAlone(tx))) return undefined;
      await limitTo(tx, scope);
      const findings: Finding[] = [];
      for (const invariant of invariants) findings.push(await find(tx, invariant));
      return findings;
    });
  }
}

async function isAlone(tx: Tx): Promise<boolean> {
  const [lock]: { taken: boolean }[] = await tx.query(
    `select pg_try_advisory_xact_lock(hashtext('mcp-media-engine invariants')) as taken`,
  );
  return lock?.taken === true;
}

async function limitTo(tx: Tx, { since, timeoutMs }: Scope): Promise<void> {
  await tx.query(`set transaction read only`);
  await tx.query(`select set_config('audit.since', $1, true), set_config('statement_timeout', $2, true)`, [
    since,
    String(timeoutMs),
  ]);
}

/** Behind a savepoint: a query that takes too long must not take the others with it. */
async function find(tx: Tx, { name, sql }: Invariant): Promise<Finding> {
  try {
    const rows: Record<string, unknown>[] = await tx.transaction((savepoint) =>
      savepoint.query(`select * from (${sql}) violation limit ${COUNTED_VIOLATIONS}`),
    );
    return { invariant: name, violations: rows.length, examples: rows.slice(0, EXAMPLES) };
  } catch (error) {
    return { invariant: name, violations: 0, examples: [], failure: (error as Error).message };
  }
}
