import { Controller, Get, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { notFound } from '../../platform/errors.js';
import { Public } from '../../platform/http/public.decorator.js';
import { PublicUrl } from '../../platform/http/public-url.js';
import { TOOLSETS, type Toolset } from '../tools/tool.types.js';

/** What RFC 9728 lets clients read before they have a token. Tokens are made by the team: there is no authorization server. */
@Public()
@ApiExcludeController()
@Controller('.well-known/oauth-protected-resource')
export class ProtectedResourceController {
  constructor(private readonly publicUrl: PublicUrl) {}

  @Get(['', 'mcp'])
  everything() {
    return this.describe('/mcp');
  }

  @Get('mcp/:toolset')
  toolset(@Param('toolset') toolset: string) {
    if (!TOOLSETS.includes(toolset as Toolset)) throw notFound('toolset');
    return this.describe(`/mcp/${toolset}`);
  }

  @Get('sse')
  sse() {
    return this.describe('/sse');
  }

  private describe(path: string) {
    return {
      resource: `${this.publicUrl.base}${path}`,
      resource_name: 'MCP Media Engine',
      resource_documentation: `${this.publicUrl.base}/docs/mcp-integration`,
      bearer_methods_supported: ['header'],
    };
  }
}
