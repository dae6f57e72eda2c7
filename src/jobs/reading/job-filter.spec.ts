import { toConditions } from './job-filter.js';

describe('the conditions of a list', () => {
  it('leave out what was not asked for', () => {
    expect(toConditions({ state: undefined })).toEqual({ where: 'true', parameters: [] });
  });

  it('carry every value as a parameter', () => {
    expect(toConditions({ state: 'failed', model: `x' or true --` })).toEqual({
      where: 'state = $1 and model = $2',
      parameters: ['failed', `x' or true --`],
    });
  });
});
