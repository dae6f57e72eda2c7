import { gzipSync } from 'node:zlib';
import { anApi, type Answer, type Json } from './support/api.js';
import { aJob, aJobRequest, aTeam, balanceOf, type TestTeam } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';

const CREDITS = 1_000;
const MEGABYTE = 1024 * 1024;

let engine: TestEngine;
let team: TestTeam;

beforeAll(async () => {
  engine = await anEngine({ role: 'api', env: { REST_PER_MINUTE: '100000' } });
  team = await aTeam(engine, { credits: CREDITS });
});

async function rowsOf(teamId: string): Promise<Record<string, unknown>> {
  const [rows] = await engine.database.query(
    `select (select count(*) from jobs where team_id = $1) as jobs,
            (select count(*) from batches where team_id = $1) as batches,
            (select count(*) from idempotency_keys where team_id = $1) as keys,
            (select count(*) from ledger_transfers where team_id = $1) as transfers`,
    [teamId],
  );
  return rows!;
}

afterEach(() => nothingHappened());

async function nothingHappened(): Promise<void> {
  expect(await balanceOf(team)).toBe(CREDITS);
  expect(await rowsOf(team.teamId)).toEqual({ jobs: '0', batches: '0', keys: '0', transfers: '1' });
}

function refusedFor(path: string) {
  return { status: 422, error: { code: 'validation_failed', fields: [expect.objectContaining({ path })] } };
}

function submit(overrides: Json, headers?: Record<string, string>): Promise<Answer<Json>> {
  return team.api.post('/v1/jobs', aJobRequest(overrides), { 'idempotency-key': 'never-kept', ...headers });
}

describe('a job is refused, by the name of the field,', () => {
  test.each<[string, string, Json]>([
    ['a field that nobody knows', 'prompts', { prompts: 'x' }],
    ['a field named like a part of JavaScript', 'constructor', { constructor: 1 }],
    ['an object for text, with such a field', 'prompt.constructor', { prompt: { constructor: 5 } }],
    ['no type', 'type', { type: undefined }],
    ['a type that nobody makes', 'type', { type: 'hologram' }],
    ['no prompt', 'prompt', { prompt: undefined }],
    ['an empty prompt', 'prompt', { prompt: '' }],
    ['a blank prompt', 'prompt', { prompt: ' \n ' }],
    ['a prompt of a megabyte', 'prompt', { prompt: 'x'.repeat(MEGABYTE) }],
    ['a prompt that is a number', 'prompt', { prompt: 5 }],
    ['a prompt with NUL', 'prompt', { prompt: 'a\0b' }],
    ['half of a surrogate pair', 'prompt', { prompt: 'a\ud83d' }],
    ['the halves in the wrong order', 'prompt', { prompt: '\ude00\ud83d' }],
    ['a quoted title that no font of the studio has', 'prompt', { prompt: 'Hills, titled "שלום"' }],
    ['n of 0', 'n', { n: 0 }],
    ['n of 5', 'n', { n: 5 }],
    ['n of one and a half', 'n', { n: 1.5 }],
    ['n in quotes', 'n', { n: '2' }],
    ['a model that is not there', 'model', { model: 'nope' }],
    ['a model named like a part of JavaScript', 'model', { model: '__proto__' }],
    ['a preset that is not there', 'preset', { preset: 'nope' }],
    ['input that is a list', 'input', { input: [] }],
    ['a field that the model does not have', 'input.frames', { input: { frames: 1 } }],
    ['a width in quotes', 'input.width', { input: { width: '64' } }],
    ['metadata that is text', 'metadata', { metadata: 'x' }],
    ['metadata of more than 16 KB', 'metadata', { metadata: { a: 'x'.repeat(16 * 1024) } }],
    ['a key of metadata with NUL', 'metadata', { metadata: { 'a\0': 1 } }],
    ['a key of metadata with half a pair', 'metadata', { metadata: { '\ud800': 1 } }],
    ['a value deep in metadata with NUL', 'metadata.a[0].b', { metadata: { a: [{ b: '\0' }] } }],
    ['maxCredits of one and a half', 'maxCredits', { maxCredits: 1.5 }],
    ['a deadline of no time', 'cancelAfterSeconds', { cancelAfterSeconds: 0 }],
    ['an empty webhook URL', 'webhookUrl', { webhookUrl: '' }],
    ['a wrong webhook URL by its other name', 'webhook_url', { webhook_url: 'http://example.com' }],
    ['two different webhook URLs', 'webhook_url', webhooks('https://a.example', 'https://b.example')],
  ])('for %s', async (_what, path, overrides) => {
    expect(await submit(overrides)).toMatchObject(refusedFor(path));
  });

  test.each([
    'http://example.com/',
    'ftp://example.com/',
    'https://user:secret@example.com/',
    'https://localhost/',
    'https://api.localhost./',
    'https://127.0.0.1/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://192.168.1.1:8443/',
  ])('for the webhook URL %s', async (webhookUrl) => {
    expect(await submit({ webhookUrl })).toMatchObject(refusedFor('webhookUrl'));
    const batch = { jobs: [aJobRequest()], webhookUrl };
    expect(await team.api.post('/v1/batch', batch)).toMatchObject(refusedFor('webhookUrl'));
  });

  test.each(['', 'k'.repeat(256), 'schlüssel', 'a\tb'])('for the Idempotency-Key %p', async (key) => {
    expect(await submit({}, { 'idempotency-key': key })).toMatchObject(refusedFor('Idempotency-Key'));
  });

  test('for metadata nested deeper than 32 levels, and is not choked by a hundred thousand', async () => {
    const depth = 100_000;
    const body = `{"type":"image","prompt":"x","metadata":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`;
    const answer = await sendJson(body);
    expect(answer).toMatchObject({ status: 422, error: { code: 'validation_failed' } });
    expect(answer.text.length).toBeLessThan(2_000);
  });

  test('for more than its maxCredits, or more than the team has', async () => {
    expect(await submit({ n: 4, maxCredits: 3 })).toMatchObject({
      status: 402,
      error: { code: 'spending_limit', context: { needed: 4, maxCredits: 3 } },
    });
    const poor = await aTeam(engine, { credits: 1 });
    expect(await poor.api.post('/v1/jobs', aJobRequest({ n: 2 }))).toMatchObject({
      status: 402,
      error: { code: 'insufficient_credits', context: { needed: 2, balance: 1 } },
    });
    expect(await balanceOf(poor)).toBe(1);
  });
});

test.each(['constructor', 'toString', 'hasOwnProperty'])(
  'a field inside another that is named %s is as unknown as any',
  async (name) => {
    const answer = await team.api.post('/v1/tokens', { name: 'x', limits: { restPerMinute: 1, [name]: 1 } });
    expect(answer).toMatchObject(refusedFor(`limits.${name}`));
  },
);

describe('a body is refused', () => {
  test.each(['{', '{}x', '{"a":01}', "{'a':1}", '{"__proto__":{"a":1}}'])('as no JSON: %s', async (body) => {
    expect(await sendJson(body)).toMatchObject({ status: 400, error: { code: 'malformed_json' } });
  });

  test('as no UTF-8', async () => {
    const latin1 = Buffer.from('{"type":"image","prompt":"caf\u00e9"}', 'latin1');
    expect(await sendJson(latin1)).toMatchObject({ status: 400, error: { code: 'malformed_json' } });
  });

  test('as compressed, which it would be no JSON for', async () => {
    const answer = await team.api.send('POST', '/v1/jobs', {
      body: gzipSync(JSON.stringify(aJobRequest())),
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    });
    expect(answer).toMatchObject({ status: 415, error: { code: 'unsupported_media_type' } });
    expect(answer.error!.remediation).toContain('Content-Encoding');
  });

  test('as too large', async () => {
    const answer = await sendJson(JSON.stringify(aJobRequest({ prompt: 'x'.repeat(5 * MEGABYTE) })));
    expect(answer).toMatchObject({ status: 413, error: { code: 'payload_too_large' } });
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'as %s',
    async (contentType) => {
      const body = JSON.stringify(aJobRequest());
      const answer = await team.api.send('POST', '/v1/jobs', {
        body,
        headers: { 'content-type': contentType },
      });
      expect(answer).toMatchObject({ status: 415, error: { code: 'unsupported_media_type' } });
    },
  );

  test.each(['null', '5', '"text"', '[]', ''])('as no object: %p', async (body) => {
    for (const path of ['/v1/jobs', '/v1/batch', '/v1/estimate']) {
      expect(await sendJson(body, path)).toMatchObject({ status: 422, error: { code: 'validation_failed' } });
    }
  });
});

describe('a batch is refused whole', () => {
  test.each<[string, string, unknown]>([
    ['no jobs', 'jobs', []],
    ['501 jobs', 'jobs', Array.from({ length: 501 }, () => aJobRequest())],
    ['jobs that are no list', 'jobs', { 0: aJobRequest() }],
    ['a job that is a list', 'jobs', [[aJobRequest()]]],
    ['a job that is null', 'jobs[1]', [aJobRequest(), null]],
    ['a constructor for a model', 'jobs[0].model.constructor', [aJobRequest({ model: { constructor: {} } })]],
    ['n of 9', 'jobs[1].n', [aJobRequest(), aJobRequest({ n: 9 })]],
    ['NUL in a prompt', 'jobs[2].prompt', [aJobRequest(), aJobRequest(), aJobRequest({ prompt: '\0' })]],
    ['a model that is not there', 'jobs[1].model', [aJobRequest(), aJobRequest({ model: 'nope' })]],
    ['a wrong input', 'jobs[1].input.width', [aJobRequest(), aJobRequest({ input: { width: 1e9 } })]],
    [
      'a private webhook',
      'jobs[1].webhookUrl',
      [aJobRequest(), aJobRequest({ webhookUrl: 'https://10.0.0.1' })],
    ],
  ])('for %s', async (_what, path, jobs) => {
    const answer = await team.api.post('/v1/batch', { jobs }, { 'idempotency-key': 'never-kept' });
    expect(answer).toMatchObject({ status: 422, error: { code: 'validation_failed' } });
    expect(answer.error!.fields!.map((field) => field.path)).toContain(path);
  });

  test('with every bad job named at once', async () => {
    const jobs = [aJobRequest({ model: 'a' }), aJobRequest(), aJobRequest({ preset: 'b' })];
    const { error } = await team.api.post('/v1/batch', { jobs });
    expect(error!.fields!.map(({ path }) => path)).toEqual(['jobs[0].model', 'jobs[2].preset']);
  });

  test('for a model that is not available, by the code that one job is refused with', async () => {
    const remote = { model: 'flux-2-turbo', input: {} };
    const { error: alone } = await team.api.post('/v1/jobs', aJobRequest(remote));
    const { status, error } = await team.api.post('/v1/batch', {
      jobs: [aJobRequest(), aJobRequest(remote)],
    });
    expect({ status, error }).toMatchObject({
      status: 422,
      error: {
        code: 'model_unavailable',
        remediation: alone!.remediation,
        fields: [{ path: 'jobs[1]', message: alone!.message }],
      },
    });
    const mixed = { jobs: [aJobRequest(remote), aJobRequest({ preset: 'b' })] };
    expect((await team.api.post('/v1/batch', mixed)).error!.code).toBe('validation_failed');
  });

  test('for credits that do not suffice for all of it', async () => {
    const jobs = Array.from({ length: 251 }, () => aJobRequest({ n: 4 }));
    expect(await team.api.post('/v1/batch', { jobs })).toMatchObject({
      status: 402,
      error: { code: 'insufficient_credits', context: { needed: 1_004, balance: CREDITS } },
    });
  });
});

describe('a list is refused', () => {
  const lists = ['/v1/jobs', '/v1/batches', '/v1/tokens', '/v1/events', '/v1/audit', '/v1/credits/ledger'];

  test.each(lists)('%s, for a cursor that is none', async (path) => {
    for (const cursor of ['zzz', cursorOf(['1', '2']), cursorOf([1]), cursorOf(['\0']), cursorOf(null)]) {
      expect(await team.api.get(`${path}?cursor=${cursor}`)).toMatchObject(refusedFor('cursor'));
    }
  });

  test.each([
    ['limit', '0'],
    ['limit', '101'],
    ['limit', 'ten'],
    ['status', 'done'],
    ['type', 'hologram'],
    ['kind', 'image'],
    ['createdAfter', 'yesterday'],
    ['createdAfter', '5'],
    ['createdBefore', '2026-02-30T00:00:00Z'],
    ['createdBefore', '-200000-01-01T00:00:00Z'],
    ['idempotencyKey', '\0'],
    ['colour', 'red'],
    ['toString', '1'],
  ])('for %s=%s', async (name, value) => {
    const query = new URLSearchParams({ [name]: value });
    expect(await team.api.get(`/v1/jobs?${query}`)).toMatchObject(refusedFor(name));
  });

  test.each([
    ['/v1/events', 'type', 'job.*'],
    ['/v1/usage', 'from', '2026'],
    ['/v1/usage', 'limit', '0'],
  ])('%s, for %s=%s', async (path, name, value) => {
    expect(await team.api.get(`${path}?${name}=${value}`)).toMatchObject(refusedFor(name));
  });

  test('for a filter that is given twice', async () => {
    expect(await team.api.get('/v1/jobs?status=queued&status=failed')).toMatchObject(refusedFor('status'));
  });

  test('for a type and a kind that name different work', async () => {
    expect(await team.api.get('/v1/jobs?type=image&kind=media.video')).toMatchObject(refusedFor('type'));
    expect((await team.api.get('/v1/jobs?type=image&kind=media.image')).status).toBe(200);
  });
});

describe('an address is refused', () => {
  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'for the method %s, with those that it has',
    async (method) => {
      const answer = await team.api.send(method, '/v1/jobs');
      expect(answer).toMatchObject({ status: 405, error: { code: 'method_not_allowed' } });
      expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
    },
  );

  test.each([
    '/v1/nothing',
    '/v1/jobs/%zz',
    '/v1/jobs/%ED%A0%80',
    '/v1//jobs',
    '/v1/jobs/',
    `/v1/jobs/${'x'.repeat(9_000)}`,
  ])('where nothing is: %s', async (path) => {
    expect(await team.api.get(path)).toMatchObject({
      status: 404,
      error: { code: 'not_found', remediation: 'Check the path; /docs lists every route.' },
    });
  });

  test.each(['/v1/jobs', '/v1/batches', '/v1/assets', '/v1/tokens', '/v1/events', '/v1/models'])(
    '%s/:id, for ids that can not be any',
    async (path) => {
      for (const id of ['x', '%00', "' or 1=1 --", '__proto__', '..%2F..%2Fetc%2Fpasswd', '💥']) {
        expect(await team.api.get(`${path}/${id}`)).toMatchObject({
          status: 404,
          error: { code: 'not_found' },
        });
      }
    },
  );
});

describe('a token is refused', () => {
  test('when it has expired, was revoked, or was never issued', async () => {
    const expiring = await team.api.post<{ id: string; token: string }>('/v1/tokens', { name: 'a' });
    await engine.database.query(
      `update api_tokens set expires_at = now() - interval '1 second' where id = $1`,
      [expiring.body.id],
    );
    const revoked = await team.api.post<{ id: string; token: string }>('/v1/tokens', { name: 'b' });
    expect((await team.api.delete(`/v1/tokens/${revoked.body.id}`)).status).toBe(204);

    const mistyped = `${team.token.slice(0, -1)}${team.token.endsWith('0') ? '1' : '0'}`;
    const tokens = [expiring.body.token, revoked.body.token, mistyped, 'mme_', 'x'.repeat(5_000)];
    const answers = await Promise.all(
      tokens.map((token) => anApi(engine).asTeam(token).post('/v1/jobs', aJobRequest())),
    );
    for (const { status, error } of answers) {
      expect({ status, code: error!.code, message: error!.message }).toEqual({
        status: 401,
        code: 'unauthenticated',
        message: answers[0]!.error!.message,
      });
    }
    expect(answers[0]!.headers.get('www-authenticate')).toBe('Bearer');
  });
});

describe('what is odd and allowed comes back as it was sent:', () => {
  const ODD: Record<string, string> = {
    emoji: '👩‍👩‍👧‍👦 🏳️‍🌈',
    'right to left': 'שלום العربية \u202eabc\u202c',
    'piled marks': 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯',
    'four bytes': '𝒳𠜎𡿺\u{10FFFF}',
    'no characters': '\uFFFE\uFFFF\uFEFF',
    'control characters': 'a\u0001\u001b[31m\u007f\r\n\u2028',
    'markup and quotes': `<script>&amp;' or 1=1 -- \${x} %00`,
  };

  test.each(Object.keys(ODD))('%s in prompt and metadata', async (name) => {
    const text = ODD[name]!;
    const other = await aTeam(engine);
    const { id } = await aJob(other, { prompt: text, metadata: { [text]: [text] } });
    const { body } = await other.api.get<{ input: Json; metadata: Json }>(`/v1/jobs/${id}`);
    expect(body.input['prompt']).toBe(text);
    expect(body.metadata).toEqual({ [text]: [text] });
  });

  test('keys of metadata that are names of JavaScript', async () => {
    const other = await aTeam(engine);
    const metadata = {
      constructor: 'Ferrari',
      toString: 1,
      valueOf: { hasOwnProperty: [{ constructor: 2 }] },
      '': 3,
    };
    const { id } = await aJob(other, { metadata });
    expect((await other.api.get(`/v1/jobs/${id}`)).body['metadata']).toEqual(metadata);
  });

  test('null, which counts as left out', async () => {
    const other = await aTeam(engine);
    const nothing = {
      model: null,
      preset: null,
      n: null,
      maxCredits: null,
      metadata: null,
      ...webhooks(null, null),
    };
    expect(await aJob(other, nothing)).toMatchObject({ creditsCharged: 1, metadata: {} });
    const batch = { jobs: [aJobRequest()], maxCredits: null, metadata: null, ...webhooks(null, null) };
    expect((await other.api.post('/v1/batch', batch)).status).toBe(202);
  });
});

function sendJson(body: string | Uint8Array, path = '/v1/jobs'): Promise<Answer<Json>> {
  return team.api.send('POST', path, { body, headers: { 'content-type': 'application/json' } });
}

function webhooks(webhookUrl: string | null, alias: string | null): Json {
  return { webhookUrl, webhook_url: alias };
}

function cursorOf(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}
