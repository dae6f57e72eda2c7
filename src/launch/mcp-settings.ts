const NAME = 'mcp-media-engine';

interface McpAccess {
  /** Address of the MCP endpoint. */
  url: string;
  token: string;
}

/** What to paste into the three most used MCP clients. */
export function mcpSettings({ url, token }: McpAccess): string {
  const authorization = `Bearer ${token}`;
  const remote = { mcpServers: { [NAME]: { url, headers: { Authorization: authorization } } } };
  const bridge = {
    command: 'npx',
    args: ['-y', 'mcp-remote', url, '--header', 'Authorization:${AUTHORIZATION}'],
  };
  // The header's value stands in the environment because Claude Desktop on Windows splits arguments at spaces.
  const desktop = { mcpServers: { [NAME]: { ...bridge, env: { AUTHORIZATION: authorization } } } };
  return [
    '  Claude Code',
    `    claude mcp add --transport http ${NAME} ${url} --header "Authorization: ${authorization}"`,
    '  Cursor (~/.cursor/mcp.json)',
    `    ${JSON.stringify(remote)}`,
    '  Claude Desktop (claude_desktop_config.json)',
    `    ${JSON.stringify(desktop)}`,
  ].join('\n');
}
