import type { JobRecord } from '../job.types.js';
import { EndedJobs } from './ended-jobs.service.js';

const TEAM = 'tea_1';

function aJob(overrides: Partial<JobRecord> = {}): JobRecord {
  return { id: 'mjb_1', teamId: TEAM, state: 'succeeded', ...overrides } as JobRecord;
}

describe('jobs that have ended', () => {
  let ended: EndedJobs;

  beforeEach(() => {
    ended = new EndedJobs();
  });

  it('are answered from memory to their own team', () => {
    const job = aJob();
    ended.keep(job, performance.now());
    expect(ended.get(TEAM, job.id)).toBe(job);
  });

  it('do not exist for another team', () => {
    ended.keep(aJob(), performance.now());
    expect(ended.get('tea_2', 'mjb_1')).toBeUndefined();
  });

  it.each(['queued', 'running'] as const)('are not those that are %s', (state) => {
    ended.keep(aJob({ state }), performance.now());
    expect(ended.get(TEAM, 'mjb_1')).toBeUndefined();
  });

  it('are read anew after a second, since another process may have erased them', () => {
    ended.keep(aJob(), performance.now() - 1_000);
    expect(ended.get(TEAM, 'mjb_1')).toBeUndefined();
  });

  it('are forgotten at once where they are erased', () => {
    ended.keep(aJob(), performance.now());
    ended.evict('mjb_1');
    expect(ended.get(TEAM, 'mjb_1')).toBeUndefined();
  });

  it('take a bounded place: the one that was read longest ago goes first', () => {
    for (let number = 0; number <= 1_000; number++)
      ended.keep(aJob({ id: `mjb_${number}` }), performance.now());
    expect(ended.get(TEAM, 'mjb_0')).toBeUndefined();
    expect(ended.get(TEAM, 'mjb_1000')).toBeDefined();
  });
});
