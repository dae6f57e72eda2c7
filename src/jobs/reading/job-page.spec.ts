import { jobPage } from './job-page.js';

describe('the query of a page of jobs', () => {
  it('asks for no more than was wished', () => {
    expect(jobPage({ state: undefined }, 21)).toMatchObject({ parameters: [21] });
  });

  it('carries every value as a parameter', () => {
    const value = `x' or true --`;
    for (const filter of [
      { model: value },
      { batchId: value },
      { idempotencyKey: value },
      { beforeId: value },
    ]) {
      const { sql, parameters } = jobPage(filter, 1);
      expect(parameters).toContain(value);
      expect(sql).not.toContain(value);
    }
  });
});
