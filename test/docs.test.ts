import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { anApi } from './support/api.js';
import { aTeam, type TestTeam } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { anMcpClient } from './support/mcp.js';
import { pricingPage, type ShownModel } from './support/pricing-page.js';
import { type Schema, type ShownTool, toolsPage } from './support/tools-page.js';
import { DOC_PAGES } from '../src/mcp/reference/doc-pages.js';
import { TOOLSETS } from '../src/mcp/tools/tool.types.js';

const DOCS = path.resolve(import.meta.dirname, '../docs');
const TOOL_ANSWERS = path.resolve(import.meta.dirname, 'support/tool-answers.main.mjs');

interface Account {
  plan: { slug: string; name: string; priceUsdMonth: number | null; includedCredits: number };
  limits: { jobsInFlight: number };
}

let engine: TestEngine;
let team: TestTeam;

beforeAll(async () => {
  engine = await anEngine({ role: 'api' });
  team = await aTeam(engine);
});

test('the tool reference tells what the registry of tools tells', async () => {
  const all = await anMcpClient(engine, team.token);
  const toolsets = new Map<string, string[]>();
  for (const toolset of TOOLSETS) {
    const client = await anMcpClient(engine, team.token, { path: `/${toolset}` });
    toolsets.set(toolset, await client.toolNames());
  }
  const { tools } = await all.raw.listTools();
  const file = path.join(DOCS, 'tools.md');
  const { stdout } = await promisify(execFile)(process.execPath, [TOOL_ANSWERS]);
  const answers = JSON.parse(stdout) as Record<string, Schema>;
  const page = toolsPage(toolsets, tools as unknown as ShownTool[], answers);
  if (process.env.UPDATE_DOCS) await writeFile(file, page);
  expect(await readFile(file, 'utf8')).toBe(page);
});

test('the prices are those of an engine as it comes', async () => {
  const plans = [];
  for (const plan of ['free', 'starter', 'pro', 'enterprise'] as const) {
    const { api } = await aTeam(engine, { plan });
    const { body } = await api.get<Account>('/v1/account');
    plans.push({ ...body.plan, jobsInFlight: body.limits.jobsInFlight });
  }
  const { body } = await team.api.get<{ data: ShownModel[] }>('/v1/models?limit=100');
  const file = path.join(DOCS, 'pricing.md');
  const page = pricingPage(plans, body.data);
  if (process.env.UPDATE_DOCS) await writeFile(file, page);
  expect(await readFile(file, 'utf8')).toBe(page);
  const found = await fetch(new URL('/pricing', engine.url));
  expect(new URL(found.url).pathname).toBe('/docs/pricing');
  expect(await found.text()).toContain('$79');
});

test('llms.txt leads to every page, and each is served as it is written, with the address of this engine', async () => {
  const api = anApi(engine);
  const { text } = await api.get('/llms.txt');
  const addresses = [...text.matchAll(/\((http[^)]+\.md)\)/g)].map(([, address]) => address!);
  expect(addresses).toHaveLength(DOC_PAGES.length);
  for (const address of addresses) {
    const page = await fetch(address);
    expect(page.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    const served = await page.text();
    expect(served).not.toContain('http://127.0.0.1:3000');
    const written = await readFile(path.join(DOCS, path.basename(address)), 'utf8');
    expect(served.replaceAll(engine.url, 'http://127.0.0.1:3000')).toBe(written);
  }
});

test('/openapi.json names the address of this engine', async () => {
  const { body } = await team.api.get('/openapi.json');
  expect(body['servers']).toEqual([{ url: engine.url }]);
});

/** As a browser asks for a page. */
async function visit(address: string) {
  const headers = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
  const page = await fetch(new URL(address, engine.url), { headers });
  return { status: page.status, headers: page.headers, text: await page.text() };
}

test('browsers are given the source of a page as text that they show and do not save', async () => {
  const { headers, text } = await visit('/docs/quickstart.md');
  expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(text).toContain('# Quickstart');
});

test('every alert says what to look at', async () => {
  const alerts = await readFile(path.resolve(DOCS, '../deploy/alerts.yml'), 'utf8');
  const page = await readFile(path.join(DOCS, 'operation.md'), 'utf8');
  const names = [...alerts.matchAll(/alert: (\w+)/g)].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('people see pages that run nothing, and every link on them leads somewhere, to the very heading', async () => {
  const seen = new Map<string, Awaited<ReturnType<typeof visit>>>();
  const visited = async (address: string) => {
    const page = seen.get(address) ?? (await visit(address));
    seen.set(address, page);
    return page;
  };
  const broken: string[] = [];
  for (const address of ['/', ...DOC_PAGES.map(({ slug }) => `/docs/${slug}`)]) {
    const { headers, text } = await visited(address);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const [, link] of text.matchAll(/<a [^>]*href="(?!https:)([^"]+)"/g)) {
      const { pathname, hash } = new URL(link!, new URL(address, engine.url));
      const target = await visited(pathname);
      const isThere = hash === '' || target.text.includes(`id="${decodeURIComponent(hash.slice(1))}"`);
      if (target.status !== 200 || !isThere) broken.push(`${address}: ${link}`);
    }
  }
  expect(broken).toEqual([]);
});

test('has a page for people behind every docs_url, which runs nothing', async () => {
  const { error } = await anApi(engine).get('/v1/jobs');
  const { pathname, hash } = new URL((error as unknown as { docs_url: string }).docs_url);
  const page = await visit(pathname);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(page.text).toContain(`id="${hash.slice(1)}"`);
});

test('who opens the bare address is shown where to begin, and a program what is where', async () => {
  const page = (await visit('/')).text;
  for (const shown of [`${engine.url}/mcp`, 'docs/quickstart', 'docs/pricing', 'openapi.json'])
    expect(page).toContain(shown);
  expect(await (await fetch(engine.url)).json()).toMatchObject({ docs: `${engine.url}/docs` });
});

test.each([
  ['/docs/quickstart', 'text/markdown, text/html;q=0.8'],
  ['/docs/%71uickstart', '*/*'],
])('agents are given Markdown, however they ask: %s, %s', async (address, accept) => {
  const page = await fetch(new URL(address, engine.url), { headers: { accept } });
  expect(page.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
  expect(await page.text()).toContain('# Quickstart');
});

test('links from page to page lead somewhere', async () => {
  const broken: string[] = [];
  for (const { slug } of DOC_PAGES) {
    const { text } = await anApi(engine).get(`/docs/${slug}.md`);
    for (const [, target] of text.matchAll(/\]\(([a-z-]+\.md)/g)) {
      const { status } = await fetch(new URL(`/docs/${target}`, engine.url));
      if (status !== 200) broken.push(`${slug}: ${target}`);
    }
  }
  expect(broken).toEqual([]);
});
