import { readFile } from 'node:fs/promises';
import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bundledFile } from '../../platform/bundled-files.js';
import { prefersOverJson } from '../../platform/http/accepts.js';
import { Public } from '../../platform/http/public.decorator.js';
import { PublicUrl } from '../../platform/http/public-url.js';
import { withoutQuery } from '../../platform/http/route-table.js';
import { DOC_PAGES, llmsText } from './doc-pages.js';

const EXAMPLE = 'http://127.0.0.1:3000';
const MARKDOWN = 'text/markdown; charset=utf-8';
/** Some browsers save what they do not know; this they show. */
const FOR_BROWSERS = 'text/plain; charset=utf-8';

/** `/docs/errors` itself is the page that people open, and prices are looked for without `/docs`. */
const ADDRESSES = [
  'pricing',
  ...DOC_PAGES.flatMap(({ slug }) =>
    slug === 'errors' ? [`docs/${slug}.md`] : [`docs/${slug}`, `docs/${slug}.md`],
  ),
];

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

  @Get(ADDRESSES)
  @Header('vary', 'accept')
  async page(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { accept } = request.headers;
    reply.header('content-type', prefersOverJson(accept, 'text/html') ? FOR_BROWSERS : MARKDOWN);
    const slug = withoutQuery(request.url).replace(/^\/(docs\/)?|\.md$/g, '');
    const text = await readFile(bundledFile('docs', `${slug}.md`), 'utf8');
    return text.replaceAll(EXAMPLE, this.publicUrl.base);
  }
}
