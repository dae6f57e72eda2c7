/** What a link to an asset's bytes signs. The thumbnail comes with it: whoever may see the whole may see it small. */
export function contentPath(assetId: string): string {
  return `/v1/assets/${assetId}/content`;
}
