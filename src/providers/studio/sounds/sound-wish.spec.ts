import { describesSound } from './sound-wish.js';

it.each([
  'calm ambient music with rain',
  'lofi beat to study to',
  'upbeat corporate background music, 30 seconds',
  'sounds of a forest at dawn',
  'Make a song about the sea. It should be happy.',
  'Epic soundtrack',
])('%j describes something to be heard', (prompt) => {
  expect(describesSound(prompt)).toBe(true);
});

it.each([
  'Welcome to our music festival.',
  'The music starts at nine, and the doors open at eight.',
  'I love the sound of rain',
  'Say "ambient" twice',
  'Our summer sale ends on Sunday',
  'Chapter one. The music had stopped long ago.',
  `Music ${'and more words '.repeat(30)}`,
])('%j is to be spoken', (prompt) => {
  expect(describesSound(prompt)).toBe(false);
});
