import { Body, Controller, Get, Global, Module, Param, Post, Query } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { ENGINE_CONFIG } from '../config/config.types.js';
import { Draining } from '../draining.js';
import { notFound } from '../errors.js';
import { ObservabilityModule } from '../observability/observability.module.js';
import { createHttpApp } from './http-app.js';
import { HttpModule } from './http.module.js';
import { PageQuery } from './page.dto.js';
import { Public } from './public.decorator.js';

const BODY_LIMIT_BYTES = 4_096;
const JSON_TYPE = { 'content-type': 'application/json' };

class Picture {
  @IsString()
  @Length(1, 20)
  prompt: string;

  @IsOptional()
  @IsInt()
  n?: number;

  @IsOptional()
  @IsIn(['png', 'webp'])
  format?: string;

  @IsOptional()
  @MaxLength(5)
  @Matches(/^\d+$/, { message: 'must be digits' })
  code?: string;
}

class Frame {
  @IsIn(['png', 'webp'])
  format: string;
}

class Batch {
  @ValidateNested({ each: true })
  @Type(() => Picture)
  jobs: Picture[];
}

@Controller('toys')
class ToyController {
  @Post()
  make(@Body() picture: Picture) {
    return picture;
  }

  @Post('batch')
  makeMany(@Body() batch: Batch) {
    return batch;
  }

  @Post('frame')
  frame(@Body() frame: Frame) {
    return frame;
  }

  @Post('anything')
  anything(@Body() body: Record<string, unknown>) {
    return { body: body ?? null };
  }

  @Public()
  @Get()
  list(@Query() query: PageQuery) {
    return query;
  }

  @Get('broken')
  broken() {
    throw new Error('the password of the database is hunter2');
  }

  @Get('away')
  away() {
    throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' });
  }

  @Get(':id')
  find(@Param('id') id: string) {
    throw notFound(`toy ${id.length}`);
  }
}

const settings = { publicUrl: 'https://engine.example', host: '127.0.0.1', port: 0 };

@Global()
@Module({
  imports: [HttpModule, ObservabilityModule],
  controllers: [ToyController],
  providers: [Draining, { provide: ENGINE_CONFIG, useValue: settings }],
  exports: [Draining, ENGINE_CONFIG],
})
class ToyModule {}

describe('the edge of the HTTP API', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await createHttpApp(ToyModule, {
      role: 'all',
      shutdownGraceMs: 0,
      log: { level: 'silent', format: 'json' },
      limits: { restPerMinute: 300, unauthenticatedPerMinute: 60, bodyLimitBytes: BODY_LIMIT_BYTES },
      trustProxy: false,
      corsOrigins: ['https://app.example'],
    });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());

  const post = (url: string, payload: unknown, headers: Record<string, string> = JSON_TYPE) =>
    app.inject({
      method: 'POST',
      url,
      headers,
      payload: typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload),
    });

  describe('every refusal has the envelope, its own code and its status', () => {
    it.each<[string, string, unknown, number, string]>([
      ['bad JSON', '/toys', '{"prompt":', 400, 'malformed_json'],
      ['bytes that are not UTF-8', '/toys', Buffer.from([0x22, 0xff, 0x22]), 400, 'malformed_json'],
      ['a poisoned prototype', '/toys', '{"__proto__":{"admin":true}}', 400, 'malformed_json'],
      ['an oversized body', '/toys', { prompt: 'x'.repeat(BODY_LIMIT_BYTES) }, 413, 'payload_too_large'],
      ['a missing body', '/toys', '', 422, 'validation_failed'],
      ['an unknown field', '/toys', { prompt: 'x', colour: 'red' }, 422, 'validation_failed'],
      ['an unknown route', '/nowhere', {}, 404, 'not_found'],
      ['an unknown route with a bad body', '/nowhere', '{', 404, 'not_found'],
      ['a known route with another method', '/toys/broken', {}, 405, 'method_not_allowed'],
    ])('%s', async (_case, url, payload, status, code) => {
      const answer = await post(url, payload);
      expect(answer.statusCode).toBe(status);
      expect(answer.json()).toEqual({
        error: expect.objectContaining({
          code,
          message: expect.any(String),
          remediation: expect.any(String),
          docs_url: `https://engine.example/docs/errors#${code}`,
          request_id: answer.headers['x-request-id'],
        }),
      });
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    });

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'nonsense'])(
      'a body of type %s',
      async (type) => {
        const answer = await post('/toys', 'prompt=x', { 'content-type': type });
        expect([answer.statusCode, answer.json().error.code]).toEqual([415, 'unsupported_media_type']);
      },
    );

    it('an address that can not be decoded, and one that never ends', async () => {
      for (const url of ['/toys/%zz', `/toys/${'x'.repeat(500)}`]) {
        const answer = await app.inject(url);
        expect([answer.statusCode, answer.json().error.code]).toEqual([404, 'not_found']);
        expect(answer.headers['x-request-id']).toBe(answer.json().error.request_id);
      }
    });

    it('a refusal of the domain keeps its message', async () => {
      const answer = await app.inject('/toys/abc');
      expect([answer.statusCode, answer.json().error.message]).toEqual([404, 'No such toy 3.']);
    });
  });

  it('names the methods that a path does take', async () => {
    const answer = await app.inject({ method: 'DELETE', url: '/toys?limit=2' });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers['allow']).toBe('GET, HEAD, POST');
  });

  it('hides the cause of an unexpected error', async () => {
    const answer = await app.inject('/toys/broken');
    expect([answer.statusCode, answer.json().error.code]).toEqual([500, 'internal']);
    expect(answer.body).not.toContain('hunter2');
  });

  it('says when to come back while the database is away', async () => {
    const answer = await app.inject('/toys/away');
    expect([answer.statusCode, answer.json().error.code]).toEqual([503, 'unavailable']);
    expect(answer.headers['retry-after']).toBe('2');
    expect(answer.body).not.toContain('10.0.0.1');
  });

  describe('validation', () => {
    const fieldsOf = async (url: string, payload: unknown) => (await post(url, payload)).json().error.fields;

    it('points at the item of a list, and says of a value of a wrong kind nothing else', async () => {
      const jobs = [{ prompt: 'x' }, { prompt: 7, n: '2' }];
      expect(await fieldsOf('/toys/batch', { jobs })).toEqual([
        { path: 'jobs[1].prompt', message: 'prompt must be a string' },
        { path: 'jobs[1].n', message: 'n must be an integer number' },
      ]);
    });

    it('joins all that is wrong with a value of the right kind', async () => {
      expect(await fieldsOf('/toys', { prompt: 'x', code: 'longer' })).toEqual([
        { path: 'code', message: 'must be digits; code must be shorter than or equal to 5 characters' },
      ]);
    });

    it('calls what is missing required, and names the choices', async () => {
      expect(await fieldsOf('/toys', {})).toEqual([{ path: 'prompt', message: 'is required' }]);
      expect(await fieldsOf('/toys/frame', {})).toEqual([
        {
          path: 'format',
          message: 'is required; format must be one of the following values: png, webp',
        },
      ]);
    });

    it('names an unknown field, nested ones as well, and those that there are', async () => {
      expect(await fieldsOf('/toys/batch', { jobs: [{ prompt: 'x', seed: 1 }] })).toEqual([
        {
          path: 'jobs[0].seed',
          message: 'is not a known field; there are prompt, n, format, code',
        },
      ]);
    });

    it('does not guess types: a number in quotes is no number', async () => {
      expect(await fieldsOf('/toys', { prompt: 'x', n: '2' })).toHaveLength(1);
    });

    it.each<[unknown, string]>([
      [{ a: { b: ['x', 'y\0'] } }, 'a.b[1]'],
      [{ a: '\ud800' }, 'a'],
      [{ a: { 'key\0': 1 } }, 'a'],
      ['\udfff', 'body'],
    ])('refuses NUL and lone surrogates wherever they are: %j', async (payload, path) => {
      expect(await fieldsOf('/toys/anything', JSON.stringify(payload))).toEqual([
        { path, message: expect.stringMatching(/NUL|surrogate/) },
      ]);
    });

    it('refuses them in a query as well', async () => {
      const answer = await app.inject('/toys?cursor=a%00b');
      expect(answer.json().error.fields).toEqual([{ path: 'cursor', message: 'contains a NUL character' }]);
    });

    it('takes whole characters beyond the basic plane', async () => {
      expect((await post('/toys', { prompt: '🦊 ünï' })).json()).toEqual({ prompt: '🦊 ünï' });
    });

    it('refuses a nested bomb clearly', async () => {
      const depth = 1_000;
      const fields = await fieldsOf('/toys/anything', `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`);
      expect(fields).toEqual([
        { path: expect.stringMatching(/^a\[0\]/), message: 'is nested deeper than 32 levels' },
      ]);
    });

    it.each(['[]', '"text"', '7'])('wants an object where it expects fields: %s', async (payload) => {
      expect((await post('/toys', payload)).statusCode).toBe(422);
    });

    it('reads paging from the query', async () => {
      expect((await app.inject('/toys')).json()).toEqual({ limit: 20 });
      expect((await app.inject('/toys?limit=7&cursor=abc')).json()).toEqual({ limit: 7, cursor: 'abc' });
      for (const bad of ['limit=0', 'limit=101', 'limit=x', 'limit=', 'limit=1&limit=2', 'page=2']) {
        expect((await app.inject(`/toys?${bad}`)).statusCode).toBe(422);
      }
    });
  });

  it('takes a JSON content type with nothing sent as no body', async () => {
    expect((await post('/toys/anything', '')).json()).toEqual({ body: null });
  });

  it('echoes a request id that is safe and replaces one that is not', async () => {
    const echo = async (id: string) =>
      (await app.inject({ url: '/toys', headers: { 'x-request-id': id } })).headers['x-request-id'];
    expect(await echo('trace-1.a:b')).toBe('trace-1.a:b');
    for (const bad of ['', 'with space', 'x'.repeat(129), '<script>'])
      expect(await echo(bad)).toMatch(/^req_/);
  });

  it('puts the safe headers on answers and refusals alike', async () => {
    for (const url of ['/toys', '/nowhere', '/toys/broken']) {
      const { headers } = await app.inject(url);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
      expect(headers['x-powered-by']).toBeUndefined();
    }
  });

  it('answers a preflight request of a known origin, with a request id', async () => {
    const headers = { origin: 'https://app.example', 'access-control-request-method': 'POST' };
    const answer = await app.inject({ method: 'OPTIONS', url: '/toys', headers });
    expect(answer.statusCode).toBe(204);
    expect(answer.headers['access-control-allow-origin']).toBe('https://app.example');
    expect(answer.headers['x-request-id']).toMatch(/^req_/);
    const refused = await app.inject({ url: '/nowhere', headers });
    expect(refused.headers['access-control-allow-origin']).toBe('https://app.example');
  });

  it('answers HEAD without a body, refused or not', async () => {
    for (const [url, status] of [
      ['/toys', 200],
      ['/toys/abc', 404],
    ] as const) {
      const answer = await app.inject({ method: 'HEAD', url });
      expect([answer.statusCode, answer.body]).toEqual([status, '']);
    }
  });

  it('documents every operation with the error envelope, and which ones are public', async () => {
    const { paths, components } = (await app.inject('/openapi.json')).json();
    expect(components.schemas.Error.properties.error.required).toContain('request_id');
    expect(paths['/toys'].get.security).toEqual([]);
    expect(paths['/toys'].post.security).toBeUndefined();
    for (const operation of [paths['/toys'].get, paths['/toys'].post]) {
      expect(operation.responses.default.content['application/json'].schema.$ref).toBe(
        '#/components/schemas/Error',
      );
    }
  });

  it('serves the browsable reference from its own files', async () => {
    const page = await app.inject('/docs');
    expect(page.headers['content-type']).toContain('text/html');
    const sources = [...page.body.matchAll(/(?:src|href)=["']([^"']+)["']/g)].map(
      ([, source]) => source ?? '',
    );
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources.filter((each) => !each.startsWith('data:'))) {
      expect(source).not.toMatch(/^(https?:)?\/\//);
      expect((await app.inject(new URL(source, 'http://x/docs').pathname)).statusCode).toBe(200);
    }
  });

  it('tells its version and its error codes', async () => {
    expect((await app.inject('/v1/version')).json()).toMatchObject({
      name: 'mcp-media-engine',
      apiVersion: 'v1',
    });
    expect((await app.inject('/v1/error-codes')).json().data).toContainEqual(
      expect.objectContaining({ code: 'not_found', status: 404 }),
    );
    expect((await app.inject('/v1/error-codes?limit=2')).json().data).toHaveLength(2);
    for (const query of ['limit=0', 'limit=x', 'cursor=nonsense', 'page=2'])
      expect((await app.inject(`/v1/error-codes?${query}`)).statusCode).toBe(422);
  });

  it('measures requests by the template of their route', async () => {
    await app.inject('/toys/some-id');
    const metrics = (await app.inject('/metrics')).body;
    expect(metrics).toContain('route="/toys/:id"');
    expect(metrics).not.toContain('some-id');
  });
});

describe('while the process drains', () => {
  it('answers, and asks the client to connect elsewhere next time', async () => {
    const app = await createHttpApp(ToyModule, {
      role: 'all',
      shutdownGraceMs: 0,
      log: { level: 'silent', format: 'json' },
      limits: { restPerMinute: 300, unauthenticatedPerMinute: 60, bodyLimitBytes: BODY_LIMIT_BYTES },
      trustProxy: false,
      corsOrigins: [],
    });
    await app.init();
    expect((await app.inject('/toys')).headers['connection']).toBe('keep-alive');
    app.get(Draining).begin();
    expect((await app.inject('/toys')).headers['connection']).toBe('close');
    expect((await app.inject('/nowhere')).headers['connection']).toBe('close');
    await app.close();
  });
});
