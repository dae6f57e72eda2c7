import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Json } from './api.js';
import type { McpClient, ToolAnswer } from './mcp.js';
import { aWebServer } from './web-server.js';

interface AppPage {
  text: string;
  _meta: { ui: { csp: { resourceDomains: string[]; connectDomains: string[] } } };
}

/** A call that the model made, as a host hands it to the page of its tool. */
interface Shown {
  args: Json;
  answer: ToolAnswer;
}

/** A host of MCP Apps: its page speaks with the framed page as the specification has it, and passes tool calls on. */
const HOST_PAGE = `<!doctype html>
<link rel="icon" href="data:," />
<body style="margin: 0">
<iframe sandbox="allow-scripts" src="/app" style="width: 640px; height: 560px; border: 0"></iframe>
<script>
  const frame = document.querySelector('iframe');
  const say = (message) => frame.contentWindow.postMessage({ jsonrpc: '2.0', ...message }, '*');
  const send = async (path, body) =>
    (await fetch(path, { method: 'POST', body: JSON.stringify(body ?? {}) })).json();
  const answers = {
    'ui/initialize': () => ({
      protocolVersion: '2026-01-26',
      hostInfo: { name: 'suite', version: '1' },
      hostCapabilities: { serverTools: {}, openLinks: {}, updateModelContext: {} },
      hostContext: { theme: 'light' },
    }),
    'tools/call': (params) => send('/tool', params),
  };
  addEventListener('message', async ({ source, data: { id, method, params } }) => {
    if (source !== frame.contentWindow) return;
    if (id !== undefined) say({ id, result: (await answers[method]?.(params)) ?? {} });
    if (method !== 'ui/notifications/initialized') return;
    const { args, answer } = await send('/shown');
    say({ method: 'ui/notifications/tool-input', params: { arguments: args } });
    say({ method: 'ui/notifications/tool-result', params: answer });
  });
</script>`;

export class AppHost {
  url = '';
  private shown: Shown = { args: {}, answer: { structuredContent: {}, content: [] } };
  private spoiler = '';

  private constructor(
    private readonly client: McpClient,
    private readonly page: AppPage,
  ) {}

  static async start(client: McpClient, uri: string): Promise<AppHost> {
    const { contents } = await client.raw.readResource({ uri });
    const host = new AppHost(client, contents[0] as unknown as AppPage);
    host.url = await aWebServer((request, response) => {
      host.serve(request, response).catch(() => response.destroy());
    });
    return host;
  }

  /** What the page at `url` is told next. */
  show(args: Json, answer: ToolAnswer): void {
    this.shown = { args, answer };
  }

  /** Runs before the page itself, e.g. to take from the browser what others lack. */
  spoilBy(script: string): void {
    this.spoiler = script;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/') response.setHeader('content-type', 'text/html').end(HOST_PAGE);
    else if (request.url === '/app')
      response
        .setHeader('content-type', 'text/html; charset=utf-8')
        .setHeader('content-security-policy', policyOf(this.page))
        .end(this.page.text.replace('<head>', `<head><script>${this.spoiler}</script>`));
    else if (request.url === '/shown') response.end(JSON.stringify(this.shown));
    else if (request.url === '/tool') response.end(JSON.stringify(await this.call(await text(request))));
    else response.writeHead(404).end();
  }

  private call(body: string): Promise<ToolAnswer> {
    const { name, arguments: args } = JSON.parse(body) as { name: string; arguments: Json };
    return this.client.call(name, args);
  }
}

/** Word for word what the specification (2026-01-26) has hosts make of a resource's metadata. */
function policyOf({ _meta }: AppPage): string {
  const { resourceDomains, connectDomains } = _meta.ui.csp;
  const resources = resourceDomains.join(' ');
  return [
    "default-src 'none'",
    `script-src 'self' 'unsafe-inline' ${resources}`,
    `style-src 'self' 'unsafe-inline' ${resources}`,
    `connect-src 'self' ${connectDomains.join(' ')}`,
    `img-src 'self' data: ${resources}`,
    `font-src 'self' ${resources}`,
    `media-src 'self' data: ${resources}`,
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'self'",
  ].join('; ');
}
