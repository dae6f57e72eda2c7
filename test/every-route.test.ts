import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { aCodeBatch, anAccessPlan, codesOf, redeem } from './support/access-codes.js';
import { type Answer, anApi, type Api, type Json } from './support/api.js';
import { aJobRequest, aTeam, type TestTeam } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { type Change, changesOf, ENGINE_OF_CHANGES } from './support/changes.js';
import { documented } from './support/documented-answers.js';
import { type Operation, operationsOf } from './support/operations.js';
import { ID_PREFIXES, newId } from '../src/platform/ids.js';
import { ABILITIES } from '../src/teams/abilities.js';

/** Lists that have a second page in this suite: nearly all of them. */
const MANY_LISTS = 24;

const ULID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

const A_FILE = path.resolve(import.meta.dirname, 'fixtures/sound.ogg');

/** A route that needs a body refuses the empty one of this suite before it looks for the id. */
const NOTHING_DONE = new Set([404, 422]);

/** By hand: whoever opens a route to everybody says so here as well. */
const PUBLIC = [
  'GET /health/live',
  'GET /health/ready',
  'GET /health/startup',
  'GET /v1/access-code-batches/{id}/export/{format}',
  'GET /v1/assets/{id}/content',
  'GET /v1/batches/{id}/manifest.jsonl',
  'GET /v1/error-codes',
  'GET /v1/version',
  'POST /v1/provider-callbacks/{id}',
];

/** For probes, which say what they like, and a provider's callback, whose body is the provider's. */
const DEAF = new Set([
  'GET /health/live',
  'GET /health/ready',
  'GET /health/startup',
  'GET /metrics',
  'POST /v1/provider-callbacks/{id}',
]);

/** There has to be somebody locked out, as in the suite of access codes. */
const CHANGED_ELSEWHERE = new Set(['POST /v1/admin/code-lockouts/lift']);

let engine: TestEngine;
let operations: Operation[];
let owner: TestTeam;
let stranger: TestTeam;
/** Ids of things of the owner's, of every kind that a team can have. */
let ownIds: string[];

beforeAll(async () => {
  engine = await anEngine({ env: { REST_PER_MINUTE: '100000', ...ENGINE_OF_CHANGES } });
  operations = await operationsOf(engine);
  owner = await aTeam(engine, { credits: 10 });
  stranger = await aTeam(engine);
  ownIds = await thingsOf(owner);
});

async function thingsOf(team: TestTeam): Promise<string[]> {
  const { body } = await team.api.post<{ batchId: string; jobs: { jobId: string }[] }>('/v1/batch', {
    jobs: [aJobRequest()],
  });
  const [{ jobId }] = body.jobs as [{ jobId: string }];
  const { body: job } = await team.api.get<{ output: { assetId: string }[] }>(`/v1/jobs/${jobId}?wait=50`);
  const { body: events } = await team.api.get<{ data: { id: string }[] }>('/v1/events');
  const { body: endpoint } = await team.api.post<{ id: string }>('/v1/webhook-endpoints', {
    url: 'https://example.com/hook',
  });
  await team.api.post(`/v1/webhook-endpoints/${endpoint.id}/disable`);
  const delivery = await deliveryTo(endpoint.id, team);
  await team.api.send('PUT', '/v1/provider-keys/fal', { json: { key: 'key-of-the-owner' } });
  const planId = await anAccessPlan(team);
  const codes = await aCodeBatch(team, { planId, quantity: 1 });
  const { body: list } = await team.api.get<{ data: { id: string }[] }>('/v1/access-codes');
  return [
    planId,
    codes.batchId,
    codes.jobId,
    list.data[0]!.id,
    team.tokenId,
    body.batchId,
    jobId,
    job.output[0]!.assetId,
    events.data[0]!.id,
    endpoint.id,
    delivery,
    'fal',
  ];
}

/** Nothing leaves for the endpoint, which is disabled. */
async function deliveryTo(endpointId: string, { teamId }: TestTeam): Promise<string> {
  const id = newId('webhookDelivery');
  await engine.database.query(
    `insert into webhook_deliveries (id, team_id, event_id, event_type, endpoint_id, lane)
     values ($1, $2, $1, 'webhook.test', $3, $3)`,
    [id, teamId, endpointId],
  );
  return id;
}

const isPublic = ({ security }: Operation) => security?.length === 0;
const isOperators = ({ path }: Operation) => path.startsWith('/v1/admin/');
const isTeams = (operation: Operation) => !isPublic(operation) && !isOperators(operation);
/** A team's things of which there is one for each provider are named by that. */
const takesAnId = ({ path }: Operation) => path.includes('{id}') || path.includes('{provider}');
const names = (list: Operation[]) => list.map(({ name }) => name).toSorted();

function call(api: Api, { method, path }: Operation, id: string): Promise<Answer<Json>> {
  const address = path.replaceAll(/\{\w+\}/g, id);
  return api.send(method, address, method === 'GET' ? {} : { json: {} });
}

function withoutTrace({ status, text }: Answer<Json>): string {
  return `${status} ${text.replace(/"request_id":"[^"]*"/, '')}`;
}

test('the routes that need no token are those of the list', () => {
  expect(names(operations.filter(isPublic))).toEqual(PUBLIC);
});

test('every other route answers 401 without a token and with a wrong one', async () => {
  const wrong = anApi(engine).asTeam('mme_0000000000000000000000000000000000000');
  const answering: string[] = [];
  for (const operation of operations.filter((one) => !isPublic(one))) {
    for (const api of [anApi(engine), wrong]) {
      const { status, error } = await call(api, operation, `mjb_${ULID}`);
      if (status !== 401 || error?.code !== 'unauthenticated') answering.push(`${operation.name}: ${status}`);
    }
  }
  expect(answering).toEqual([]);
});

test('every route that names an ability answers 403 to a token with all abilities but that', async () => {
  const answering: string[] = [];
  const gated = operations.filter((operation) => operation.ability !== undefined);
  const tokens = await tokensWithoutOne([...new Set(gated.map(({ ability }) => ability!))]);
  for (const operation of gated) {
    const { status, error } = await call(tokens.get(operation.ability!)!, operation, `mjb_${ULID}`);
    if (
      status !== 403 ||
      error?.code !== 'missing_ability' ||
      error.context!['ability'] !== operation.ability
    )
      answering.push(`${operation.name}: ${status}`);
  }
  expect(gated.length).toBeGreaterThan(10);
  expect(answering).toEqual([]);
});

async function tokensWithoutOne(abilities: string[]): Promise<Map<string, Api>> {
  const tokens = new Map<string, Api>();
  for (const ability of abilities) {
    const others = ABILITIES.filter((one) => one !== ability);
    const { body } = await owner.api.post<{ token: string }>('/v1/tokens', {
      name: 'test',
      abilities: others,
    });
    tokens.set(ability, anApi(engine).asTeam(body.token));
  }
  return tokens;
}

test('without any ability a token may look at its account and the catalogue, and change nothing', () => {
  const open = operations.filter((operation) => isTeams(operation) && operation.ability === undefined);
  expect(names(open.filter(({ method }) => method !== 'GET'))).toEqual(['POST /v1/estimate']);
  expect(names(open.filter(takesAnId))).toEqual([]);
});

test("another team's id answers on every route, byte for byte, as one that nobody has", async () => {
  const telling: string[] = [];
  for (const operation of operations.filter((one) => isTeams(one) && takesAnId(one))) {
    for (const id of ownIds) {
      const foreign = await call(stranger.api, operation, id);
      const missing = await call(stranger.api, operation, id.replace(/_.*/, `_${ULID}`));
      if (!NOTHING_DONE.has(foreign.status) || withoutTrace(foreign) !== withoutTrace(missing))
        telling.push(`${operation.name} with ${id}: ${foreign.text} and not ${missing.text}`);
    }
  }
  expect(telling).toEqual([]);
});

test('what those ids name is there, and its owner can read it', async () => {
  const readers = operations.filter((one) => isTeams(one) && takesAnId(one) && one.method === 'GET');
  for (const id of ownIds) {
    const answers = await Promise.all(readers.map((operation) => call(owner.api, operation, id)));
    expect(answers.map(({ status }) => status)).toContain(200);
  }
});

test('whatever is read, or refused to be read, looks as /openapi.json says, field by field', async () => {
  const { differences } = await documented(engine);
  const found = new Set<string>();
  for (const operation of operations.filter(({ method }) => method === 'GET')) {
    const api = isOperators(operation) ? anApi(engine).asOperator() : owner.api;
    for (const id of takesAnId(operation) ? [...ownIds, owner.teamId] : [owner.tokenId]) {
      const answer = await call(api, operation, id);
      for (const difference of differences(operation, answer)) found.add(difference);
    }
  }
  expect([...found]).toEqual([]);
});

test('whatever is made or changed looks as /openapi.json says, which refuses what is refused', async () => {
  const { differences, refusals } = await documented(engine);
  const changes = changesOf(engine, await readFile(A_FILE));
  const maker = await aTeam(engine);
  const found: string[] = [];
  const changing = operations.filter(({ method, name }) => method !== 'GET' && !DEAF.has(name));
  expect(names(changing.filter(({ name }) => !(name in changes)))).toEqual([...CHANGED_ELSEWHERE]);
  for (const operation of changing.filter(({ name }) => name in changes)) {
    const { path: address, json, form }: Change = await changes[operation.name]!(maker);
    const api = isOperators(operation) ? anApi(engine).asOperator() : maker.api;
    const send = (body?: Json) => api.send(operation.method, address, body ? { json: body } : { body: form });
    for (const [field, wrong] of json ? wrongsOf(json) : []) {
      const { status } = await send(wrong);
      if (status !== 422 || refusals(operation, wrong).length === 0)
        found.push(`${operation.name}: ${field} is ${status} and ${String(refusals(operation, wrong))}`);
    }
    const answer = await send(json);
    if (answer.status >= 400) found.push(`${operation.name}: ${answer.text}`);
    found.push(...differences(operation, answer), ...(json ? refusals(operation, json) : []));
  }
  expect(found).toEqual([]);
});

/** The same with one field of another type, half a number or a field that nobody knows. What is free for the caller to fill is left. */
function wrongsOf(json: Json): [string, Json][] {
  const wrongs = Object.entries(json).flatMap(([name, value]): [string, Json][] => {
    const replaced = ([field, wrong]: [string, unknown]): [string, Json] => [
      field,
      { ...json, [name]: wrong },
    ];
    if (name === 'metadata' || name === 'input') return [];
    if (typeof value === 'number') return [replaced([name, value + 0.5])];
    if (typeof value !== 'object' || value === null) return [replaced([name, [value]])];
    const inner = (Array.isArray(value) ? value[0] : value) as Json;
    if (typeof inner !== 'object') return [replaced([name, [[]]])];
    return wrongsOf(inner).map(([field, wrong]) =>
      replaced([`${name}.${field}`, Array.isArray(value) ? [wrong, ...value.slice(1)] : wrong]),
    );
  });
  return [['nobody_knows', { ...json, nobody_knows: 1 }], ...wrongs];
}

test('an id that is none does nothing on any route that takes one, whatever it looks like', async () => {
  const others: string[] = [];
  const malformed = [
    'x',
    '%00',
    `mjb_${ULID.toLowerCase()}`,
    ...Object.values(ID_PREFIXES).map((p) => `${p}_${ULID}`),
  ];
  for (const operation of operations.filter((one) => isTeams(one) && takesAnId(one))) {
    for (const id of malformed) {
      const { status } = await call(owner.api, operation, id);
      if (!NOTHING_DONE.has(status)) others.push(`${operation.name} ${id}: ${status}`);
    }
  }
  expect(others).toEqual([]);
});

test("every route of the operator refuses a team's token, and every route of a team the operator's", async () => {
  const letIn: string[] = [];
  for (const operation of operations.filter((one) => !isPublic(one))) {
    const api = isOperators(operation) ? owner.api : anApi(engine).asOperator();
    const { status } = await call(api, operation, owner.teamId);
    if (status !== 401) letIn.push(`${operation.name}: ${status}`);
  }
  expect(letIn).toEqual([]);
});

test('a field or a filter that nobody knows is refused on every route, also where none is known', async () => {
  const deaf: string[] = [];
  for (const operation of operations) {
    const api = isOperators(operation) ? anApi(engine).asOperator() : owner.api;
    const address = operation.path.replaceAll(/\{\w+\}/g, owner.tokenId);
    const json = operation.method === 'GET' ? undefined : { nobody_knows: 1 };
    const answers = [await api.send(operation.method, `${address}?nobody_knows=1`)];
    if (json) answers.push(await api.send(operation.method, address, { json }));
    for (const { status, error } of answers) {
      const isNamed = error?.fields?.some(({ path }) => path === 'nobody_knows');
      if (!DEAF.has(operation.name) && !isNamed) deaf.push(`${operation.name}: ${status}`);
    }
  }
  expect(deaf).toEqual([]);
});

test('every list refuses the cursors of all others', async () => {
  await moreThingsOf(owner);
  const firsts = await Promise.all(
    operations
      .filter(({ isPaged }) => isPaged)
      .flatMap(addressesOf)
      .map(firstPage),
  );
  const lists = firsts.filter(({ status }) => status === 200);
  const cursors = lists.filter(({ nextCursor }) => nextCursor);
  const taken: string[] = [];
  for (const { api, address } of lists) {
    for (const other of cursors.filter((list) => list.address !== address)) {
      const { status, error } = await api.get(withQuery(address, `cursor=${other.nextCursor}`));
      if (error?.fields?.[0]?.path !== 'cursor')
        taken.push(`${address} takes that of ${other.address}: ${status}`);
    }
  }
  expect(cursors.length).toBeGreaterThanOrEqual(MANY_LISTS);
  expect(taken).toEqual([]);
});

/** A list that fits on a page has no cursor. */
async function moreThingsOf(team: TestTeam): Promise<void> {
  const planId = await anAccessPlan(team);
  const { batchId } = await aCodeBatch(team, { planId, quantity: 2 });
  for (const code of await codesOf(team, batchId)) await redeem(team, code);
  await team.api.post('/v1/batch', { jobs: [aJobRequest(), aJobRequest()] });
  await team.api.post('/v1/webhook-endpoints', { url: 'https://example.com/another' });
  await team.api.post('/v1/tokens', { name: 'another' });
}

interface List {
  api: Api;
  address: string;
}

/** Each series of usage is a list of its own, and so is what belongs to each thing. */
function addressesOf(operation: Operation): List[] {
  const api = isOperators(operation) ? anApi(engine).asOperator() : owner.api;
  const paths = takesAnId(operation)
    ? ownIds.map((id) => operation.path.replaceAll(/\{\w+\}/g, id))
    : [operation.path];
  const addresses = operation.path.endsWith('/usage')
    ? ['day', 'model', 'type'].map((group) => `${operation.path}?groupBy=${group}`)
    : [...new Set(paths)];
  return addresses.map((address) => ({ api, address }));
}

async function firstPage({ api, address }: List) {
  const { status, body } = await api.get<{ nextCursor?: string | null }>(withQuery(address, 'limit=1'));
  return { api, address, status, nextCursor: body.nextCursor };
}

function withQuery(address: string, query: string): string {
  return `${address}${address.includes('?') ? '&' : '?'}${query}`;
}

test('a body of any other shape is refused on every route that takes one, and never a fault of the engine', async () => {
  const faults: string[] = [];
  for (const operation of operations.filter((one) => one.method !== 'GET' && one.hasInput)) {
    const api = isOperators(operation) ? anApi(engine).asOperator() : stranger.api;
    const address = operation.path.replaceAll(/\{\w+\}/g, owner.tokenId);
    for (const body of ['null', '[[]]', '"text"', '{"a":[{"constructor":{}}]}']) {
      const { status } = await api.send(operation.method, address, {
        body,
        headers: { 'content-type': 'application/json' },
      });
      if (!NOTHING_DONE.has(status)) faults.push(`${operation.name} ${body}: ${status}`);
    }
  }
  expect(faults).toEqual([]);
});
