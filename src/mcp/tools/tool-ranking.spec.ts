import { findBest } from './tool-ranking.js';

const IMAGE = {
  slug: 'image',
  nouns: ['image', 'picture'],
  text: 'flux-2: Pictures of all kinds. blog_thumbnail',
};
const VIDEO = {
  slug: 'video',
  nouns: ['video', 'film'],
  text: 'veo-image-to-video: Film with sound that starts from a picture',
};
const OBJECT = { slug: '3d', nouns: ['3d', 'object'], text: 'hunyuan-image-to-3d: Objects from a picture' };

test.each([
  ['', ['image', 'video', '3d']],
  ['image', ['image']],
  ['Images!', ['image']],
  ['3D', ['3d']],
  ['a film', ['video']],
  ['image to video', ['video', 'image']],
  ['veo', ['video']],
  ['flux picture', ['image']],
  ['thumbnail', ['image']],
  ['hologram', ['image', 'video', '3d']],
])('whoever looks for "%s" finds %j', (query, found) => {
  expect(findBest([IMAGE, VIDEO, OBJECT], query).map(({ slug }) => slug)).toEqual(found);
});
