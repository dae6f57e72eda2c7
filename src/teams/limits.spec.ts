import { defaultLimits, resolveLimits } from './limits.js';

const defaults = defaultLimits(300);

describe('the limits of a token', () => {
  it('are the defaults where nobody says otherwise', () => {
    expect(resolveLimits({}, {}, defaults)).toEqual({
      restPerMinute: 300,
      restPerHour: 10_000,
      mcpPerMinute: 120,
      jobsInFlight: 50,
    });
  });

  it('follow the plan before the default, and the token before the plan', () => {
    const plan = { jobsInFlight: 500, creditsPerDay: 1_000 };
    expect(resolveLimits({}, plan, defaults)).toMatchObject({ jobsInFlight: 500, creditsPerDay: 1_000 });
    expect(resolveLimits({ jobsInFlight: 5 }, plan, defaults)).toMatchObject({
      jobsInFlight: 5,
      creditsPerDay: 1_000,
    });
  });

  it('take a zero for a limit and not for silence', () => {
    expect(resolveLimits({ creditsPerDay: 0 }, { creditsPerDay: 10 }, defaults).creditsPerDay).toBe(0);
  });

  it('take a name without a value for silence', () => {
    const token = { restPerMinute: undefined, creditsPerDay: undefined };
    expect(resolveLimits(token, { creditsPerDay: 10 }, defaults)).toMatchObject({
      restPerMinute: 300,
      creditsPerDay: 10,
    });
  });

  it('leave a ceiling that nobody set away', () => {
    expect(resolveLimits({}, {}, defaults)).not.toHaveProperty('creditsPerJob');
  });
});
