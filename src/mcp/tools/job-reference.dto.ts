import { IsBoolean, IsInt, IsOptional, IsString, Length, Min } from 'class-validator';
import { invalid } from '../../platform/errors.js';

const MAX_WAIT_SECONDS = 50;

/** Names a job by any of the names that its id goes by. */
export class JobReference {
  /** The id that the job was answered with. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  jobId?: string;

  /** Another name of job_id. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  generationId?: string;

  /** Another name of job_id. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  id?: string;
}

export class JobLook extends JobReference {
  /** Hold the answer until the job has ended, for so many seconds, 50 at most. 0 when left out: an answer at once. */
  @IsOptional()
  @IsInt()
  @Min(0)
  waitSeconds?: number;

  /** Add a small picture of the first file, below 100 kB. */
  @IsOptional()
  @IsBoolean()
  includePreview?: boolean;
}

export function jobIdOf({ jobId, generationId, id }: JobReference): string {
  const [first, ...others] = [jobId, generationId, id].filter((name) => name !== undefined);
  if (first === undefined) throw invalid([{ path: 'jobId', message: 'is required' }]);
  if (others.some((other) => other !== first))
    throw invalid([{ path: 'jobId', message: 'differs from another name of it that was given' }]);
  return first;
}

export function waitOf(seconds: number | undefined): number {
  return Math.min(seconds ?? 0, MAX_WAIT_SECONDS);
}
