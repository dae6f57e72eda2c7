import { Marked, type RendererObject } from 'marked';
import { escaped, htmlPage } from '../../platform/http/html-page.js';
import { DOC_PAGES } from './doc-pages.js';

const renderer: RendererObject = {
  heading({ tokens, depth }) {
    const title = this.parser.parseInline(tokens);
    return `<h${depth} id="${anchorOf(title)}">${title}</h${depth}>\n`;
  },
  link({ href, text, tokens }) {
    const title = text === href ? titleOf(href) : undefined;
    return `<a href="${escaped(addressOf(href))}">${title ?? this.parser.parseInline(tokens)}</a>`;
  },
  // A word in angle brackets is meant as one.
  html({ text }) {
    return escaped(text);
  },
};

const markdown = new Marked({ renderer, async: false });

/** A page of `docs/` for people, with the others beside it. */
export function docHtml(slug: string, text: string): string {
  const { title } = DOC_PAGES.find((page) => page.slug === slug)!;
  return htmlPage({ title, nav: docNav({ folder: '', home: '../', current: slug }), main: render(text) });
}

/** Links are relative, so that they hold behind whatever address the engine is reached at. */
export function docNav(at: { folder: string; home: string; current?: string }): string {
  const links = DOC_PAGES.map(({ slug, title }) => {
    const current = slug === at.current ? ' aria-current="page"' : '';
    return `<li><a href="${at.folder}${slug}"${current}>${escaped(title)}</a></li>`;
  });
  const home = `<a class="home" href="${at.home}">MCP Media Engine</a>`;
  return `${home}<ul>${links.join('')}</ul><a href="${at.home}docs">Every REST call</a>`;
}

function render(text: string): string {
  return markdown.parse(text) as string;
}

/** As where the files are read beside the code, so that one link holds in both. */
function anchorOf(title: string): string {
  return title
    .replace(/<[^>]+>|&\w+;/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}

/** A page that is called by its file is called by its title here. */
function titleOf(file: string): string | undefined {
  const page = DOC_PAGES.find(({ slug }) => `${slug}.md` === file);
  return page && escaped(page.title);
}

/** `tools.md#generate` is the page `tools` here; its `.md` is for agents. */
function addressOf(href: string): string {
  return href.replace(/^([a-z-]+)\.md(?=#|$)/, '$1');
}
