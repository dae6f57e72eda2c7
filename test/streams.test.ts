import { setTimeout as pause } from 'node:timers/promises';
import type { StepContext, StepOutcome } from '../src/jobs/job-handler.types.js';
import { newId } from '../src/platform/ids.js';
import { aJob, aTeam, type TestTeam, untilTerminal } from './support/builders.js';
import { withClient } from './support/database.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { aStream, type ReceivedEvent, type Stream } from './support/event-streams.js';
import { aJobEngine } from './support/job-engine.js';
import { until } from './support/until.js';

let engine: TestEngine;
let team: TestTeam;

beforeAll(async () => {
  engine = await anEngine();
});

beforeEach(async () => {
  team = await aTeam(engine);
});

function timelineOf(jobId: string, lastEventId?: string): Promise<Stream> {
  return aStream(`${engine.url}/v1/jobs/${jobId}/events`, { token: team.token, lastEventId });
}

function feed(options: { type?: string; lastEventId?: string } = {}): Promise<Stream> {
  const query = options.type ? `?type=${options.type}` : '';
  return aStream(`${engine.url}/v1/events${query}`, { token: team.token, ...options });
}

function untilCount(stream: Stream, count: number): Promise<ReceivedEvent[]> {
  return until(`${count} events`, () => Promise.resolve(stream.events.length >= count && stream.events));
}

function idsOf(events: ReceivedEvent[]): string[] {
  return events.map(({ id }) => id);
}

/** As a process would whose notification is lost. */
function insertEvent(type = 'job.completed', id = newId('event')): [string, unknown[]] {
  const body = JSON.stringify({ id, type, timestamp: new Date().toISOString(), data: {} });
  return [
    `insert into events (id, team_id, type, subject, body) values ($1, $2, $3, $4, $5)`,
    [id, team.teamId, type, newId('job'), body],
  ];
}

describe('the timeline of a job as a stream', () => {
  test('begins with its first line, goes on as it is worked on, and ends with it', async () => {
    const { id } = await aJob(team);
    const stream = await timelineOf(id);
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(stream.headers.get('x-request-id')).toBeTruthy();
    expect(stream.headers.get('ratelimit')).toBeTruthy();
    expect(stream.headers.get('x-content-type-options')).toBe('nosniff');
    await stream.ended;
    const types = stream.events.map(({ type }) => type);
    expect(types.slice(0, 3)).toEqual(['accepted', 'charged', 'started']);
    expect(types.at(-1)).toBe('completed');
    const { body } = await team.api.get<{ data: object[] }>(`/v1/jobs/${id}/events`);
    expect(stream.events.map(({ data }) => data)).toEqual(body.data);
    expect(idsOf(stream.events)).toEqual(stream.events.map(({ data }) => String(data.seq)));
  });

  test('resumes after the line that was seen last, and answers 204 when nothing can come any more', async () => {
    const { id } = await aJob(team);
    await untilTerminal(team, id);
    const whole = await timelineOf(id);
    await whole.ended;
    const rest = await timelineOf(id, '2');
    await rest.ended;
    expect(rest.events).toEqual(whole.events.slice(2));
    expect((await timelineOf(id, whole.events.at(-1)!.id)).status).toBe(204);
    expect((await timelineOf(id, 'nonsense')).status).toBe(422);
  });

  test("is nobody else's: 401 without a token, another team's as an unknown one's", async () => {
    const { id } = await aJob(team);
    expect((await aStream(`${engine.url}/v1/jobs/${id}/events`, {})).status).toBe(401);
    team = await aTeam(engine);
    expect((await timelineOf(id)).status).toBe(404);
    expect((await timelineOf(newId('job'))).status).toBe(404);
  });

  test('tells each quarter that the work has passed, once', async () => {
    const jobs = await aJobEngine({ jobs: { renewMs: 50 } });
    const actor = await jobs.actor(10);
    const lines = () =>
      jobs.database.query<{ data: { progress: number } }>(
        `select data from job_events where type = 'progress' order by seq`,
      );
    jobs.handler.script = async (_job, context: StepContext): Promise<StepOutcome> => {
      for (const [index, fraction] of [0.3, 0.6, 0.9].entries()) {
        context.progress(fraction - 0.01);
        context.progress(fraction);
        await until('the line', async () => (await lines()).length === index + 1);
      }
      return { word: 'done', output: [] };
    };
    const { jobIds } = await jobs.submit(actor);
    await until('the end', async () => (await jobs.job(jobIds[0]!)).state === 'succeeded');
    expect((await lines()).map(({ data }) => data.progress)).toEqual([0.25, 0.5, 0.75]);
  });
});

describe("the team's events as a stream", () => {
  test('tell what happens from now on, each as a webhook would', async () => {
    await untilTerminal(team, (await aJob(team)).id);
    const stream = await feed();
    const { id } = await aJob(team);
    const [event] = await untilCount(stream, 1);
    expect(event).toMatchObject({ type: 'job.completed', data: { type: 'job.completed', data: { id } } });
    const { body } = await team.api.get(`/v1/events/${event!.id}`);
    expect(event!.data).toEqual(body);
    stream.close();
  });

  test('resume after the event that was seen last, without a gap and without a repetition', async () => {
    const before = await feed();
    for (let index = 0; index < 5; index++) await engine.database.query(...insertEvent());
    const all = idsOf(await untilCount(before, 5));
    before.close();
    const resumed = await feed({ lastEventId: all[1] });
    await engine.database.query(...insertEvent());
    const rest = idsOf(await untilCount(resumed, 4));
    expect(rest.slice(0, 3)).toEqual(all.slice(2));
    expect(rest).toHaveLength(4);
    resumed.close();
    expect((await feed({ lastEventId: 'nonsense' })).status).toBe(422);
  });

  test('resume where they began when the connection was lost before the first event', async () => {
    const first = await feed();
    const line = await until('the place', () =>
      Promise.resolve(first.lines.find((each) => each.startsWith('id: '))),
    );
    const place = line.slice('id: '.length);
    first.close();
    await engine.database.query(...insertEvent());
    const resumed = await feed({ lastEventId: place });
    expect(await untilCount(resumed, 1)).toHaveLength(1);
    resumed.close();
    expect((await feed({ lastEventId: 'now_nonsense' })).status).toBe(422);
  });

  test('begin with the oldest that is kept for whoever was away too long', async () => {
    await engine.database.query(...insertEvent());
    const stream = await feed({ lastEventId: newId('event') });
    await untilCount(stream, 1);
    stream.close();
  });

  test('arrive also when no notification does', async () => {
    const stream = await feed();
    await engine.database.query(...insertEvent());
    await untilCount(stream, 1);
    stream.close();
  });

  test('can be narrowed to one type', async () => {
    const stream = await feed({ type: 'job.failed' });
    await engine.database.query(...insertEvent('job.completed'));
    await engine.database.query(...insertEvent('job.failed'));
    expect((await untilCount(stream, 1)).map(({ type }) => type)).toEqual(['job.failed']);
    stream.close();
  });

  test('leave out none whose transaction took longer than that of a later one, also over a reconnection', async () => {
    const stream = await feed();
    const [early, late] = [newId('event'), newId('event')];
    await withClient(engine.database.ownerUrl, async (slow) => {
      await slow.query('begin');
      await slow.query(...insertEvent('job.completed', early));
      await engine.database.query(...insertEvent('job.completed', late));
      // Long enough for a look; had the later one been sent, a client would resume behind the earlier one.
      await pause(3_000);
      expect(stream.events).toEqual([]);
      await slow.query('commit');
    });
    expect(idsOf(await untilCount(stream, 2))).toEqual([early, late]);
    const resumed = await feed({ lastEventId: early });
    expect(idsOf(await untilCount(resumed, 1))).toEqual([late]);
    stream.close();
    resumed.close();
  });

  test('leave out none that is numbered later and committed earlier', async () => {
    const stream = await feed();
    const [low, high] = [newId('event'), newId('event')];
    await withClient(engine.database.ownerUrl, async (slow) => {
      await slow.query('begin');
      await engine.database.query(...insertEvent('job.completed', high));
      await untilCount(stream, 1);
      await slow.query(...insertEvent('job.completed', low));
      await slow.query('commit');
    });
    expect(idsOf(await untilCount(stream, 2))).toEqual([high, low]);
    stream.close();
  });

  test("hold nothing of another team's", async () => {
    const stream = await feed();
    const [sql, parameters] = insertEvent();
    await engine.database.query(sql, parameters.with(1, (await aTeam(engine)).teamId));
    await engine.database.query(...insertEvent());
    await untilCount(stream, 1);
    await pause(100);
    expect(stream.events).toHaveLength(1);
    stream.close();
  });
});

describe('streams', () => {
  test('end soon after their token was revoked', async () => {
    const stream = await feed();
    expect((await team.api.delete(`/v1/tokens/${team.tokenId}`)).status).toBeLessThan(300);
    await stream.ended;
  });

  test('are no more than twenty a token; one that ends makes room', async () => {
    const open = await Promise.all(Array.from({ length: 20 }, () => feed()));
    expect(open.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const refused = await feed();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    open[0]!.close();
    await until('room', async () => (await feed()).status === 200);
    open.forEach((stream) => stream.close());
  });

  test('end at once when the process drains, and say when to come again', async () => {
    const short = await anEngine({ database: engine.database, dataDir: engine.dataDir, role: 'api' });
    const stream = await aStream(`${short.url}/v1/events`, { token: team.token });
    expect(await short.stop()).toBe(0);
    await stream.ended;
    expect(stream.lines.filter((line) => line.startsWith('retry: '))).toHaveLength(2);
  });
});
