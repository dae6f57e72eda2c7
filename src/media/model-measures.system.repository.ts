import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../platform/database/system-database.js';
import type { ModelMeasure } from '../providers/measured-models.service.js';

/** The newest by primary key, so that the look costs the same however many there are. */
const JOBS_LOOKED_AT = 5_000;
/** Fewer say nothing about the next one. */
const ENOUGH = 5;
const TIMEOUT_MS = 5_000;

/** The faults of who asked, not of the model. */
const NOT_ITS_FAULT = ['content_rejected', 'validation_failed'];

/** Of all teams together: a model is as fast for one as for another. */
@Injectable()
export class ModelMeasuresRepository {
  constructor(private readonly database: SystemDatabase) {}

  measure(): Promise<ModelMeasure[]> {
    return this.database.transaction(async (tx) => {
      await tx.query(`set transaction read only`);
      await tx.query(`select set_config('statement_timeout', $1, true)`, [String(TIMEOUT_MS)]);
      return tx.query(MEASURE, [JOBS_LOOKED_AT, NOT_ITS_FAULT, ENOUGH]);
    });
  }
}

/** A job that nobody began to work on says nothing about its model, and an erased one does not say what it made. */
const MEASURE = `
  with recent as materialized (
    select model, state, error, output, started_at, finished_at, erased_at from jobs order by id desc limit $1
  ), ended as (
    select model, state, extract(epoch from finished_at - started_at)::float8 as seconds,
           case when state = 'succeeded' and json_typeof(output) = 'array' then output else '[]' end as outputs
    from recent
    where model is not null and started_at is not null and finished_at is not null and erased_at is null
      and (state = 'succeeded' or state = 'failed' and not coalesce(error->>'code' = any($2), false))
  ), weighed as (
    select ended.*, nullif(json_array_length(outputs), 0) as made,
           (select nullif(sum((made->>'durationSeconds')::float8), 0) from json_array_elements(outputs) made) as lasting
    from ended
  ), measured as (
    select model, count(*) as jobs, count(*) filter (where state = 'succeeded') as succeeded,
           percentile_disc(array[0.5, 0.95]) within group (order by seconds) filter (where state = 'succeeded') as times,
           percentile_disc(0.5) within group (order by seconds / made) as per_output, count(made) as made,
           percentile_disc(0.5) within group (order by seconds / lasting) as per_second, count(lasting) as lasting
    from weighed group by model having count(*) >= $3
  )
  select model, round((succeeded::numeric / jobs), 4)::float8 as "successRate",
         case when succeeded >= $3 then round(times[1]::numeric, 2)::float8 end as "p50Seconds",
         case when succeeded >= $3 then round(times[2]::numeric, 2)::float8 end as "p95Seconds",
         case when made >= $3 then per_output end as "secondsPerOutput",
         case when lasting >= $3 then per_second end as "secondsPerSecond"
  from measured`;
