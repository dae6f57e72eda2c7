import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Controller, Get, Header, Redirect, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bundledFile } from '../../platform/bundled-files.js';
import { prefersOverJson } from '../../platform/http/accepts.js';
import { HTML, PAGE_POLICY } from '../../platform/http/html-page.js';
import { Public } from '../../platform/http/public.decorator.js';
import { PublicUrl } from '../../platform/http/public-url.js';
import { docHtml } from './doc-html.js';
import { DOC_PAGES, llmsText } from './doc-pages.js';

const EXAMPLE = 'http://127.0.0.1:3000';
const MARKDOWN = 'text/markdown; charset=utf-8';
/** Some browsers save what they do not know; this they show. */
const PLAIN = 'text/plain; charset=utf-8';

/** `/docs/errors` itself is the page that people open. */
const PAGES = DOC_PAGES.map(({ slug }) => slug).filter((slug) => slug !== 'errors');
const SOURCES = DOC_PAGES.map(({ slug }) => `${slug}.md`);

/** The docs with this engine's own address in every example: as pages for people, in Markdown for agents. */
@Public()
@ApiExcludeController()
@Controller()
export class DocPagesController {
  /** The pages of people, as they were made when first asked for. */
  private readonly made = new Map<string, string>();

  constructor(private readonly publicUrl: PublicUrl) {}

  @Get('llms.txt')
  @Header('content-type', PLAIN)
  index(): string {
    return llmsText(this.publicUrl.base);
  }

  /** Where prices are looked for; on the page's own address its links lead somewhere. */
  @Get('pricing')
  @Redirect('docs/pricing')
  pricing(): void {}

  @Get(SOURCES.map((file) => `docs/${file}`))
  @Header('vary', 'accept')
  async source(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    reply.header('content-type', isForBrowser(request) ? PLAIN : MARKDOWN);
    return this.textOf(slugOf(request));
  }

  @Get(PAGES.map((slug) => `docs/${slug}`))
  @Header('vary', 'accept')
  async page(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const slug = slugOf(request);
    if (!isForBrowser(request)) {
      reply.header('content-type', MARKDOWN);
      return this.textOf(slug);
    }
    reply.headers({ 'content-type': HTML, 'content-security-policy': PAGE_POLICY });
    const page = this.made.get(slug) ?? docHtml(slug, await this.textOf(slug));
    this.made.set(slug, page);
    return page;
  }

  private async textOf(slug: string): Promise<string> {
    const text = await readFile(bundledFile('docs', `${slug}.md`), 'utf8');
    return text.replaceAll(EXAMPLE, this.publicUrl.base);
  }
}

function slugOf({ routeOptions }: FastifyRequest): string {
  return path.basename(routeOptions.url!, '.md');
}

function isForBrowser({ headers: { accept } }: FastifyRequest): boolean {
  return !accept?.includes('text/markdown') && prefersOverJson(accept, 'text/html');
}
