import type { ContentBlock } from './tool.types.js';

export interface ToolResult {
  content: ContentBlock[];
  structuredContent: Record<string, unknown>;
  isError?: true;
}

/** Some clients show the model nothing but the text, others nothing but the structure. */
export function toToolResult(
  structuredContent: Record<string, unknown>,
  content: ContentBlock[],
): ToolResult {
  return {
    content: [{ type: 'text', text: JSON.stringify(structuredContent) }, ...content],
    structuredContent,
  };
}
