import type { MediaType } from '../../providers/provider.types.js';

/** What `generate` can make. */
export const GENERATION_TOOLS = {
  'create-image': { type: 'image', title: 'Create an image' },
  'create-video': { type: 'video', title: 'Create a video' },
  'create-audio': { type: 'audio', title: 'Create speech or sound' },
  'create-3d': { type: '3d', title: 'Create a 3D object' },
} as const satisfies Record<string, { type: MediaType; title: string }>;

export type GenerationSlug = keyof typeof GENERATION_TOOLS;
