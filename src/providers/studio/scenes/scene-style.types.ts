export const SCENE_FAMILIES = ['landscape', 'still_life', 'flow', 'poster'] as const;
export type SceneFamily = (typeof SCENE_FAMILIES)[number];
/** What a caller may ask for: a family, or the one that fits the prompt. */
export type SceneStyle = SceneFamily | 'auto';
