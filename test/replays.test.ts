import { aJobRequest, aTeam, balanceOf } from './support/builders.js';
import { anEngine } from './support/engine.js';

const KEY = { 'idempotency-key': 'k' };

/** An address that one setting of the operator allows and another refuses stands for all that may go: models, presets. */
test('a key keeps its answer when the same request would be refused by now', async () => {
  const lenient = await anEngine({ role: 'api', env: { EGRESS_ALLOW_CIDRS: '10.0.0.0/8' } });
  const team = await aTeam(lenient, { credits: 50 });
  const request = aJobRequest({ webhookUrl: 'http://10.1.2.3/hook' });
  const first = await team.api.post('/v1/jobs', request, KEY);
  const batch = await team.api.post('/v1/batch', { jobs: [request] }, { 'idempotency-key': 'b' });
  expect([first.status, batch.status]).toEqual([202, 202]);

  const { database, dataDir } = lenient;
  const strict = team.api.at(await anEngine({ role: 'api', database, dataDir }));
  expect((await strict.post('/v1/jobs', request)).status).toBe(422);

  const replay = await strict.post('/v1/jobs', request, KEY);
  expect([replay.status, replay.headers.get('idempotency-replayed')]).toEqual([202, 'true']);
  expect(replay.text).toBe(first.text);
  expect((await strict.post('/v1/batch', { jobs: [request] }, { 'idempotency-key': 'b' })).text).toBe(
    batch.text,
  );
  expect(await balanceOf(team)).toBe(48);

  const other = await strict.post('/v1/jobs', { ...request, prompt: 'Something else' }, KEY);
  expect([other.status, other.error?.code]).toEqual([409, 'idempotency_conflict']);
  const unknown = await strict.post('/v1/jobs', request, { 'idempotency-key': 'new' });
  expect([unknown.status, unknown.error?.code]).toEqual([422, 'validation_failed']);
});
