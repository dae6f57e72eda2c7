import { MINUTE_MS } from '../../platform/clock.js';
import { lowestId } from '../../platform/ids.js';
import { JOB_COLUMNS } from '../job.columns.js';
import type { JobFilter } from './job-filter.js';

export interface JobPage {
  sql: string;
  parameters: unknown[];
}

/** Ids carry the clock of a process, `created_at` that of the database. */
const CLOCKS_DIFFER_MS = 5 * MINUTE_MS;

/** The newest jobs that a filter lets through, without the team: row-level security adds that. */
export function jobPage(filter: JobFilter, limit: number): JobPage {
  const { batchId, idempotencyKey, state, kind, model } = filter;
  const parameters: unknown[] = [];
  const given = new Given(parameters);
  const most = given.parameter(limit);
  const span = inSpan(filter, given);
  const some = {
    kind: given.equal('kind', kind),
    model: given.equal('model', model),
    state: given.equal('state', state),
  };
  const narrow = [given.equal('batch_id', batchId), given.equal('idempotency_key', idempotencyKey)].join('');
  if (narrow !== '') return { sql: ofFew(narrow, [...Object.values(some), span].join(''), most), parameters };
  const isGrouped = state !== undefined || kind !== undefined || model !== undefined;
  return { sql: isGrouped ? ofGroups(some, span, most) : ofAll(span, most), parameters };
}

/** Conditions that each begin with `and`; empty for what was not asked for. */
class Given {
  constructor(private readonly parameters: unknown[]) {}

  parameter(value: unknown): string {
    return `$${this.parameters.push(value)}`;
  }

  equal(column: string, value: unknown): string {
    return this.compare(`${column} =`, value);
  }

  compare(comparison: string, value: unknown): string {
    return value === undefined ? '' : ` and ${comparison} ${this.parameter(value)}`;
  }
}

/** Bounds of time are bounds of ids as well, by which every index of a list is sorted. */
function inSpan({ createdAfter, createdBefore, beforeId }: JobFilter, given: Given): string {
  const lowest = createdAfter && lowestId('job', createdAfter.getTime() - CLOCKS_DIFFER_MS);
  const highest = createdBefore && lowestId('job', createdBefore.getTime() + CLOCKS_DIFFER_MS);
  return [
    given.compare('id <', beforeId),
    given.compare('id >=', lowest),
    given.compare('id <', highest),
    given.compare('created_at >', createdAfter),
    given.compare('created_at <', createdBefore),
  ].join('');
}

function ofAll(span: string, most: string): string {
  return `select ${JOB_COLUMNS} from jobs where true${span} order by team_id desc, id desc limit ${most}`;
}

/** At most a batch, so it is read whole: the planner must not walk the team's history in the hope to meet it. */
function ofFew(narrow: string, rest: string, most: string): string {
  return `with jobs as materialized (select * from jobs where true${narrow})
    select ${JOB_COLUMNS} from jobs where true${rest} order by id desc limit ${most}`;
}

/**
 * The combinations of kind, model and state that the team has are few; they are found by hopping from one to the next.
 * The newest of each that is asked for, merged, are the newest of all: no combination is too rare to be found at once.
 */
function ofGroups(some: Record<'kind' | 'model' | 'state', string>, span: string, most: string): string {
  return `with recursive hops as (
      (select kind, listed_model as model, state from jobs order by team_id, kind, listed_model, state limit 1)
      union all
      select next.* from hops cross join lateral (
        select kind, listed_model as model, state from jobs
        where (kind, listed_model, state) > (hops.kind, hops.model, hops.state)
        order by team_id, kind, listed_model, state limit 1) next)
    select ${JOB_COLUMNS}
    from (select * from hops where true${some.kind}${some.model}${some.state}) hop
    cross join lateral (
      select * from jobs
      where jobs.kind = hop.kind and jobs.listed_model = hop.model and jobs.state = hop.state${span}
      order by team_id desc, kind desc, listed_model desc, state desc, id desc limit ${most}) jobs
    order by jobs.id desc limit ${most}`;
}
