import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Webhook } from 'standardwebhooks';
import { signedHeaders } from './signature.js';
import { makePrivateKey, makeSecret, publicKeyOf, readPrivateKey } from './signing-keys.js';

const BODY = '{"id":"evt_1","text":"ä ☃ 𝄞"}';
const secret = makeSecret();
const privateKey = makePrivateKey();

type Headers = Record<string, string>;

function headersAt(at: Date, signing = secret): Headers {
  const signers = {
    symmetric: [new Webhook(makeSecret()), new Webhook(signing)],
    asymmetric: [readPrivateKey(privateKey)],
  };
  return signedHeaders({ id: 'evt_1', body: BODY }, signers, at);
}

/** What is posted is genuine; all else is not. */
const POSTS: Array<[what: string, genuine: boolean, headers: Headers, body: string, secret: string]> = [
  ['as it was sent', true, headersAt(new Date()), BODY, secret],
  ['with another body', false, headersAt(new Date()), BODY.replace('ä', 'a'), secret],
  ['signed by somebody else', false, headersAt(new Date(), makeSecret()), BODY, secret],
  ['from an hour ago', false, headersAt(new Date(Date.now() - 3_600_000)), BODY, secret],
  ['to a receiver that forgot its secret', false, headersAt(new Date()), BODY, ''],
  ['without a signature', false, { ...headersAt(new Date()), 'webhook-signature': 'v1,' }, BODY, secret],
];

const folder = mkdtempSync(path.join(tmpdir(), 'verification-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The program of the docs in that language. */
function snippets(language: string): string[] {
  const page = readFileSync('docs/webhooks.md', 'utf8');
  return [...page.matchAll(new RegExp(`\\n\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text!);
}

function snippet(language: string, word: string): string {
  return snippets(language).find((text) => text.includes(word))!;
}

interface Program {
  command: string;
  file: string;
  /** In the docs. */
  shown: string;
  /** What calls it with the post that lies beside it. */
  call: string;
}

/** Each ends well for what is genuine alone. Where a language is missing nobody can say. */
const PROGRAMS: Program[] = [
  {
    command: process.execPath,
    file: 'verify.mjs',
    shown: snippet('js', 'createHmac'),
    call: `import { readFileSync } from 'node:fs';
const { headers, secret } = JSON.parse(readFileSync('post.json', 'utf8'));
verify(secret, headers, readFileSync('body', 'utf8'));`,
  },
  {
    command: 'python3',
    file: 'verify.py',
    shown: snippet('python', 'def verify'),
    call: `post = json.load(open("post.json"))
verify(post["secret"], post["headers"], open("body", "rb").read())`,
  },
  { command: 'sh', file: 'verify.sh', shown: snippet('sh', 'openssl'), call: '' },
].filter(({ command }) => spawnSync(command, ['-c', '']).error === undefined);

describe.each(PROGRAMS)('what the docs verify by $file', ({ command, file, shown, call }) => {
  it('is as short as they say', () => {
    expect(shown.split('\n').filter((line) => line !== '').length).toBeLessThanOrEqual(10);
  });

  it.each(POSTS)('a post %s: %s', (_what, genuine, headers, body, known) => {
    writeFileSync(path.join(folder, file), `${shown}\n${call}`);
    writeFileSync(path.join(folder, 'body'), body);
    writeFileSync(path.join(folder, 'post.json'), JSON.stringify({ headers, secret: known }));
    const variables = Object.entries(headers).map(([name, value]) => [name.replace('-', '_'), value]);
    const env = { PATH: process.env.PATH, WEBHOOK_SECRET: known, ...Object.fromEntries(variables) };
    const { status } = spawnSync(command, [file], { cwd: folder, env });
    expect(status === 0).toBe(genuine);
  });
});

test('what the docs verify by a public key is what holders of the secret did not need to sign', () => {
  const run = (headers: Headers, body: string): string => {
    const call = `console.log(verifyWithPublicKey(${JSON.stringify(publicKeyOf(privateKey))}, ${JSON.stringify(headers)}, ${JSON.stringify(body)}))`;
    const file = path.join(folder, 'public.mjs');
    writeFileSync(file, `${snippet('js', 'verifyWithPublicKey')}\n${call}`);
    return spawnSync(process.execPath, [file]).stdout.toString().trim();
  };
  expect(run(headersAt(new Date()), BODY)).toBe('true');
  expect(run(headersAt(new Date()), `${BODY} `)).toBe('false');
});
