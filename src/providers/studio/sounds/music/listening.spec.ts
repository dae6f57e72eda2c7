import { listenTo } from './listening.js';

it.each([
  ['lofi beat with rain', { style: 'lofi', beds: ['rain'] }],
  ['epic cinematic trailer', { style: 'cinematic', beds: [] }],
  ['Synthwave night drive', { style: 'synthwave', beds: [], mood: 'dark' }],
  ['rain on a window', { style: null, beds: ['rain'] }],
  ['crickets at night', { style: null, beds: ['night'] }],
  ['thunderstorm', { style: null, beds: ['thunder', 'rain'] }],
  ['ocean music', { style: 'ambient', beds: ['ocean'] }],
  ['slow gentle piano', { style: 'piano', pace: -1 }],
  ['fast upbeat pop', { style: 'upbeat', pace: 1 }],
  ['something nobody thought of', { style: 'ambient', beds: [], mood: null, pace: 0 }],
])('%j is heard as %j', (prompt, listening) => {
  expect(listenTo(prompt)).toMatchObject(listening);
});
