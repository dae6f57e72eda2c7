import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describeError, loggerOptions } from './logging.js';
import { NestLogger } from './nest-logger.js';
import { redactSecrets, scrubSecrets } from './redaction.js';

describe('what is logged', () => {
  it('loses the values of secret keys at any depth and in any spelling', () => {
    const fields = {
      headers: { Authorization: 'a', 'Set-Cookie': 'b' },
      jobs: [{ input: { prompt: 'c', seed: 1 } }],
    };
    expect(redactSecrets({ ...fields, tokenId: 'tok_1', ADMIN_TOKEN: 'd' })).toEqual({
      headers: { Authorization: '[redacted]', 'Set-Cookie': '[redacted]' },
      jobs: [{ input: { prompt: '[redacted]', seed: 1 } }],
      tokenId: 'tok_1',
      ADMIN_TOKEN: '[redacted]',
    });
  });

  it('survives what refers to itself', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(JSON.stringify(redactSecrets(circle))).toContain('[deeper]');
  });

  it.each([
    ['token mme_live_AbC123x was refused', 'AbC123x'],
    ['Authorization: Bearer abcdef.ghi', 'abcdef'],
    ['GET /v1/assets/ast_1/content?exp=1&sig=k.SIGNATURE', 'SIGNATURE'],
    ['postgres://engine:hunter2@db/engine', 'hunter2'],
    ['whsec_c2VjcmV0+/=', 'c2VjcmV0'],
  ])('loses what looks like a secret inside a text: %s', (text, secret) => {
    expect(scrubSecrets(JSON.stringify({ text }))).not.toContain(secret);
    expect(() => JSON.parse(scrubSecrets(JSON.stringify({ text })))).not.toThrow();
  });

  it('holds the message of an error and its causes, not the parameters of its query', () => {
    const cause = Object.assign(new Error('duplicate key'), {
      code: '23505',
      parameters: ['a secret prompt'],
    });
    const described = describeError(new Error('could not submit', { cause }));
    expect(described).toMatchObject({ message: 'could not submit', cause: { code: '23505' } });
    expect(JSON.stringify(described)).not.toContain('a secret prompt');
  });

  it('keeps context, error and message of what Nest writes', () => {
    const lines: string[] = [];
    const sink = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const logger = new NestLogger(pino(loggerOptions('info'), sink));
    logger.error('It broke with mme_live_secret.', new Error('boom'), 'Jobs');
    logger.log('Mapped {/v1/jobs}', 'RouterExplorer');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'error',
      context: 'Jobs',
      err: { message: 'boom' },
      msg: 'It broke with mme_[redacted].',
    });
  });
});
