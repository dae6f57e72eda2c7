export const SOUND_FORMATS = ['mp3', 'wav', 'ogg'] as const;
export type SoundFormat = (typeof SOUND_FORMATS)[number];
