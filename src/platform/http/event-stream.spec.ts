import { once } from 'node:events';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { EventStream, type StreamedEvent } from './event-stream.js';

const PATIENT = { keepAliveMs: 10, patienceMs: 60_000 };
const IMPATIENT = { keepAliveMs: 10, patienceMs: 30 };
const EVENT: StreamedEvent = { id: '7', type: 'started', body: '{"attempt":1}' };

async function* endless(): AsyncGenerator<StreamedEvent[]> {
  for (;;) {
    await Promise.resolve();
    yield Array.from({ length: 100 }, () => ({ ...EVENT, body: 'x'.repeat(1_000) }));
  }
}

async function* silent(until: AbortSignal): AsyncGenerator<StreamedEvent[]> {
  while (!until.aborted) {
    await pause(5);
    yield [];
  }
}

test('an event is sent with its id, its type and its text', async () => {
  const stream = new EventStream(async function* () {
    await Promise.resolve();
    yield [EVENT];
  });
  expect(await text(stream)).toBe('retry: 1000\n\nid: 7\nevent: started\ndata: {"attempt":1}\n\n');
});

test('a place without an event is an id alone, which readers keep and tell nobody of', async () => {
  const stream = new EventStream(async function* () {
    await Promise.resolve();
    yield [{ id: '6' }, EVENT];
  });
  expect(await text(stream)).toBe('retry: 1000\n\nid: 6\n\nid: 7\nevent: started\ndata: {"attempt":1}\n\n');
});

test('a silent stream says that it is still there', async () => {
  const stream = new EventStream(silent, PATIENT);
  setTimeout(() => stream.finish(), 100);
  expect(await text(stream)).toContain(': still here\n\n');
});

test('a stream that is finished early says when to come again', async () => {
  const stream = new EventStream(silent, PATIENT);
  setTimeout(() => stream.finish(), 20);
  expect(await text(stream)).toMatch(/retry: 1000\n\n$/);
});

test('a reader that takes nothing holds back a bounded number of bytes, and is cut off', async () => {
  const stream = new EventStream(endless, IMPATIENT);
  const stuck = new Writable({ highWaterMark: 1, write: () => undefined });
  stream.pipe(stuck);
  const closed = once(stream, 'close');
  await pause(20);
  expect(stream.readableLength).toBeLessThan(300_000);
  await closed;
});

test('a slow reader that goes on taking is left alone', async () => {
  const patienceMs = 2_000;
  const stream = new EventStream(endless, { ...PATIENT, patienceMs });
  // Longer in all than the patience with a single take.
  const takenOften = new Promise<void>((resolve) => {
    let taken = 0;
    const slow = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => {
        if (++taken === 7) resolve();
        setTimeout(done, patienceMs / 5);
      },
    });
    stream.pipe(slow);
  });
  await Promise.race([takenOften, once(stream, 'close')]);
  expect(stream.destroyed).toBe(false);
  stream.destroy();
});

test('a source that fails ends the stream in good order', async () => {
  const stream = new EventStream(async function* () {
    yield [EVENT];
    await Promise.reject(new Error('the database is away'));
  });
  expect(await text(stream)).toContain('id: 7');
});
