import type { MediaType } from '../../providers/provider.types.js';

interface GenerationTool {
  type: MediaType;
  title: string;
  /** What people call what it makes. Whoever looks for one of these words means this tool. */
  nouns: readonly string[];
}

/** What `generate` can make. */
export const GENERATION_TOOLS = {
  'create-image': {
    type: 'image',
    title: 'Create an image',
    nouns: ['image', 'picture', 'photo', 'illustration', 'drawing', 'artwork', 'logo', 'poster', 'thumbnail'],
  },
  'create-video': {
    type: 'video',
    title: 'Create a video',
    nouns: ['video', 'film', 'movie', 'clip', 'animation'],
  },
  'create-audio': {
    type: 'audio',
    title: 'Create speech or sound',
    nouns: ['audio', 'speech', 'sound', 'music', 'song', 'voice', 'narration', 'podcast', 'tts'],
  },
  'create-3d': {
    type: '3d',
    title: 'Create a 3D object',
    nouns: ['3d', 'object', 'mesh', 'glb'],
  },
} as const satisfies Record<string, GenerationTool>;

export type GenerationSlug = keyof typeof GENERATION_TOOLS;
