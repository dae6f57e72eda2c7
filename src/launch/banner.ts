import { DEMO_REQUEST } from './demo-job.js';
import { mcpSettings } from './mcp-settings.js';
import { dim, say, strong } from './terminal.js';

export function sayAddress(url: string): void {
  say();
  say(`  ${strong('MCP Media Engine')} is running at ${strong(url)}`);
  say(`  Reference ${url}/docs`);
}

export function sayWhereTokensAre({ demo, admin }: { demo: string; admin: string }): void {
  say(`  Demo token in ${demo}`);
  say(`  Operator's token in ${admin}`);
  say(dim('  Ctrl-C stops it; the data stays.'));
  say();
}

/** Printed once in the life of a data folder, because it shows the token. */
export function sayFirstSteps({ url, token, mcp }: { url: string; token: string; mcp: boolean }): void {
  say();
  say('  A team "Demo" on the plan pro was made for you. Its token, shown only now:');
  say(`    ${strong(token)}`);
  say();
  say('  Try it:');
  say(curlExample(url, token));
  say();
  if (!mcp) return;
  say('  MCP settings:');
  say(mcpSettings({ url, token }));
  say();
}

function curlExample(url: string, token: string): string {
  const body = JSON.stringify({ ...DEMO_REQUEST, prompt: 'Sunset over quiet mountains, titled "Hello"' });
  return [
    `    curl -s ${url}/v1/jobs \\`,
    `      -H 'Authorization: Bearer ${token}' \\`,
    `      -H 'Content-Type: application/json' \\`,
    `      -d '${body}'`,
  ].join('\n');
}
