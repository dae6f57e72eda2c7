import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Controller, Get, Header, Redirect, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bundledFile } from '../../platform/bundled-files.js';
import { prefersOverJson } from '../../platform/http/accepts.js';
import { Public } from '../../platform/http/public.decorator.js';
import { PublicUrl } from '../../platform/http/public-url.js';
import { DOC_PAGES, llmsText } from './doc-pages.js';

const EXAMPLE = 'http://127.0.0.1:3000';
const MARKDOWN = 'text/markdown; charset=utf-8';
/** Some browsers save what they do not know; this they show. */
const FOR_BROWSERS = 'text/plain; charset=utf-8';

/** `/docs/errors` itself is the page that people open. */
const ADDRESSES = DOC_PAGES.flatMap(({ slug }) =>
  slug === 'errors' ? [`docs/${slug}.md`] : [`docs/${slug}`, `docs/${slug}.md`],
);

/** The docs as agents read them, in Markdown and with this engine's own address in every example. */
@Public()
@ApiExcludeController()
@Controller()
export class DocPagesController {
  constructor(private readonly publicUrl: PublicUrl) {}

  @Get('llms.txt')
  @Header('content-type', 'text/plain; charset=utf-8')
  index(): string {
    return llmsText(this.publicUrl.base);
  }

  /** Where prices are looked for; on the page's own address its links lead somewhere. */
  @Get('pricing')
  @Redirect('docs/pricing')
  pricing(): void {}

  @Get(ADDRESSES)
  @Header('vary', 'accept')
  async page(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    reply.header('content-type', isForBrowser(request) ? FOR_BROWSERS : MARKDOWN);
    const page = path.basename(request.routeOptions.url!, '.md');
    const text = await readFile(bundledFile('docs', `${page}.md`), 'utf8');
    return text.replaceAll(EXAMPLE, this.publicUrl.base);
  }
}

function isForBrowser({ headers: { accept } }: FastifyRequest): boolean {
  return !accept?.includes('text/markdown') && prefersOverJson(accept, 'text/html');
}
