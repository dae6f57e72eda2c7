import { Injectable } from '@nestjs/common';
import { AssetPreviews } from '../../assets/asset-previews.service.js';
import type { AssetView } from '../../assets/assets.types.js';
import type { ContentBlock, ToolCall } from './tool.types.js';

/** The files of a finished job as content: links always, a small picture when asked for, never the file itself. */
@Injectable()
export class JobFiles {
  constructor(private readonly previews: AssetPreviews) {}

  linksTo(outputs: unknown[] | undefined): ContentBlock[] {
    return ((outputs ?? []) as AssetView[]).map(linkTo);
  }

  async contentFor(
    { actor }: ToolCall,
    outputs: unknown[] | undefined,
    includePreview: boolean,
  ): Promise<ContentBlock[]> {
    const content = this.linksTo(outputs);
    const [first] = (outputs ?? []) as AssetView[];
    const preview = includePreview && first ? await this.previews.of(actor.teamId, first.assetId) : null;
    return preview
      ? [...content, { type: 'image', data: preview.base64, mimeType: preview.mimeType }]
      : content;
  }
}

function linkTo({ assetId, url, mimeType, bytes }: AssetView): ContentBlock {
  return { type: 'resource_link', uri: url, name: assetId, mimeType, size: bytes };
}
