import { fileURLToPath } from 'node:url';

const NAME = 'mcp-media-engine';
const PROGRAM = fileURLToPath(new URL('../cli.main.js', import.meta.url));

interface McpAccess {
  /** Address of the engine. */
  url: string;
  token: string;
}

/** What to paste into the three most used MCP clients. */
export function mcpSettings({ url, token }: McpAccess): string {
  const address = `${url}/mcp`;
  const authorization = `Bearer ${token}`;
  const remote = { url: address, headers: { Authorization: authorization } };
  // With their places, because Claude Desktop starts programs without the path of a shell.
  const local = {
    command: process.execPath,
    args: [PROGRAM],
    env: { MEDIA_ENGINE_URL: url, MEDIA_ENGINE_TOKEN: token },
  };
  return [
    '  Claude Code',
    `    claude mcp add --transport http ${NAME} ${address} --header "Authorization: ${authorization}"`,
    '  Cursor (~/.cursor/mcp.json)',
    `    ${JSON.stringify({ mcpServers: { [NAME]: remote } })}`,
    '  Claude Desktop (claude_desktop_config.json)',
    `    ${JSON.stringify({ mcpServers: { [NAME]: local } })}`,
  ].join('\n');
}
