import { ENGINE_VERSION } from '../../platform/http/engine-version.js';
import { escaped, htmlPage } from '../../platform/http/html-page.js';
import { docNav } from './doc-html.js';
import { DOC_PAGES } from './doc-pages.js';

/** What somebody sees who opens the bare address in a browser. */
export function homePage(base: string): string {
  const pages = DOC_PAGES.map(
    ({ slug, title, holds }) =>
      `<tr><td><a href="docs/${slug}">${escaped(title)}</a></td><td>${escaped(holds)}</td></tr>`,
  );
  const address = escaped(base);
  const main = [
    '<h1>MCP Media Engine</h1>',
    '<p>Makes images, video, sound and 3D objects as durable jobs, and access codes by the thousand. A call answers at once',
    'with a job id; the result is fetched by polling, by waiting or through a webhook. A job that fails gives its credits back.</p>',
    '<h2>Connect</h2>',
    `<table><tr><td>Agents (MCP)</td><td><code>${address}/mcp</code></td></tr>`,
    `<tr><td>Backends (REST)</td><td><code>${address}/v1</code></td></tr>`,
    '<tr><td>Both send</td><td><code>Authorization: Bearer &lt;token&gt;</code></td></tr></table>',
    '<p>The <a href="docs/quickstart">quickstart</a> leads to the first picture, and <a href="docs">every REST call</a>',
    'can be tried from the browser.</p>',
    '<h2>Pages</h2>',
    `<table>${pages.join('\n')}</table>`,
    '<p>For programs: <a href="openapi.json">openapi.json</a>, <a href="llms.txt">llms.txt</a>,',
    '<a href="v1/error-codes">error codes</a>, <a href="health/ready">health</a>.</p>',
    `<p>Version ${escaped(ENGINE_VERSION)}</p>`,
  ].join('\n');
  return htmlPage({ title: 'Home', nav: docNav({ folder: 'docs/', home: './' }), main });
}
