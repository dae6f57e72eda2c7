import { namesGivenTwice, toCamelCase, toSnakeCase, toSnakePath } from './names.js';

test('renames fields at every depth, both ways', () => {
  const value = { jobId: 'x', outputs: [{ mimeType: 'image/png', sha256: 'ab' }], p50Seconds: 1 };
  const renamed = { job_id: 'x', outputs: [{ mime_type: 'image/png', sha256: 'ab' }], p50_seconds: 1 };
  expect(toSnakeCase(value)).toEqual(renamed);
  expect(toCamelCase(renamed)).toEqual(value);
});

test.each(['input', 'metadata', 'inputSchema'])("what stands in %s is the caller's and stays", (field) => {
  const own = { myKey: 1, my_key: { deepKey: 2 } };
  expect(Object.values(toSnakeCase({ [field]: own }) as object)).toEqual([own]);
  expect(Object.values(toCamelCase({ [field]: own }) as object)).toEqual([own]);
});

test('renames values never, and a field named __proto__ stays one', () => {
  expect(toSnakeCase({ limit: 'maxCredits' })).toEqual({ limit: 'maxCredits' });
  const given = JSON.parse('{"__proto__":{"isAdmin":true}}') as object;
  expect(Object.keys(toCamelCase(given) as object)).toEqual(['__proto__']);
  expect((toCamelCase(given) as { isAdmin?: boolean }).isAdmin).toBeUndefined();
});

test.each([
  ['webhookUrl', 'webhook_url'],
  ['jobs[3].maxCredits', 'jobs[3].max_credits'],
  ['input.myField', 'input.myField'],
  ['jobs[0].metadata.someKey.otherKey', 'jobs[0].metadata.someKey.otherKey'],
])('the path %s is %s', (path, renamed) => {
  expect(toSnakePath(path)).toBe(renamed);
});

test('two spellings of one field are found', () => {
  expect(namesGivenTwice({ job_id: 'a', jobId: 'b', id: 'c' })).toEqual(['jobId']);
  expect(namesGivenTwice({ job_id: 'a' })).toEqual([]);
});
