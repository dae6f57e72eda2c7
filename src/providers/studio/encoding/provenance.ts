import type { MetadataTags } from 'mediabunny';

const MADE_BY = 'MCP Media Engine studio';
/** The IPTC's term for what rules made: no camera, no microphone, no neural model. */
const SOURCE_TYPE = 'http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia';

/** What a file of the studio says about itself, wherever its container keeps comments. */
export const PROVENANCE: MetadataTags = {
  artist: MADE_BY,
  comment: `Made by an algorithm, not recorded and not by a neural model. Digital source type: ${SOURCE_TYPE}`,
};

export const SOFTWARE = MADE_BY;
