interface DocPage {
  slug: string;
  title: string;
  holds: string;
}

/** The pages of `docs/` that are for users and operators; those for contributors are read where the code is. */
export const DOC_PAGES: DocPage[] = [
  { slug: 'quickstart', title: 'Quickstart', holds: 'from nothing to the first picture, by REST and by MCP' },
  { slug: 'api', title: 'API', holds: 'REST: jobs, batches, waiting, files, credits, errors' },
  {
    slug: 'mcp-integration',
    title: 'MCP integration',
    holds: 'settings for each client, the pattern, spending',
  },
  { slug: 'tools', title: 'Tool reference', holds: 'every MCP tool with what it takes and answers' },
  { slug: 'examples', title: 'Examples', holds: 'prompts to try, and a transcript of a real run' },
  { slug: 'errors', title: 'Errors', holds: 'every error code and what to do' },
  { slug: 'pricing', title: 'Pricing', holds: 'plans, and what each model costs' },
  { slug: 'teams', title: 'Teams, tokens and limits', holds: 'who may do what, and how much of it' },
  { slug: 'webhooks', title: 'Webhooks', holds: 'being told of what happens, and verifying it' },
  { slug: 'access-codes', title: 'Access codes', holds: 'making, redeeming and revoking codes' },
  { slug: 'studio', title: 'The studio', holds: 'what the built-in models make' },
  { slug: 'providers', title: 'Providers', holds: 'models of others, and what is promised of work there' },
  { slug: 'catalogue', title: 'Catalogue', holds: 'models, prices and presets of an operator' },
  {
    slug: 'operation',
    title: 'Operation',
    holds: 'processes, probes, backups, upgrades, metrics and alerts',
  },
  { slug: 'configuration', title: 'Configuration', holds: 'every setting of the engine' },
];

/** For agents, as https://llmstxt.org has it: what this is, and where the rest stands. */
export function llmsText(base: string): string {
  const links = DOC_PAGES.map(({ slug, title, holds }) => `- [${title}](${base}/docs/${slug}.md): ${holds}`);
  return [
    '# MCP Media Engine',
    '',
    '> Makes images, video, sound and 3D objects as durable jobs, over REST and MCP. A call answers at once with a job id;',
    '> the finished file is fetched by polling, by waiting or behind a signed link. A job that fails gives its credits back.',
    '',
    `- MCP: ${base}/mcp (Streamable HTTP) or \`npx mcp-media-engine\` (stdio), with \`Authorization: Bearer <token>\``,
    `- REST: ${base}/v1, described by ${base}/openapi.json`,
    '- MCP pattern: call `generate`, wait `poll_after_seconds`, call `check_generation` until `done` is true',
    '- REST pattern: `POST /v1/jobs`, then `GET /v1/jobs/{id}?wait=50` until it is completed or failed',
    '',
    '## Docs',
    '',
    ...links,
    '',
  ].join('\n');
}
