import { fillTemplate, placesIn } from './fill-template.js';

test('a place becomes its value as it is, a text, or a part of one', () => {
  const template = { seed: '{{seed}}', duration: '{{duration:text}}', size: '{{width}}x{{height}}' };
  expect(fillTemplate(template, { seed: 7, duration: 5, width: 1280, height: 720 })).toEqual({
    seed: 7,
    duration: '5',
    size: '1280x720',
  });
});

test('what has no value is left out, so that the default there applies', () => {
  expect(fillTemplate({ prompt: '{{prompt}}', size: { width: '{{width}}' } }, { prompt: 'a lake' })).toEqual({
    prompt: 'a lake',
  });
});

test('a choice becomes what stands under the value, also within another', () => {
  const template = {
    ratio: { '{{resolution}}': { '720p': { '{{aspect_ratio}}': { '16:9': '1280:720' } }, '1080p': 'other' } },
  };
  expect(fillTemplate(template, { resolution: '720p', aspect_ratio: '16:9' })).toEqual({ ratio: '1280:720' });
  expect(fillTemplate(template, { resolution: '1080p' })).toEqual({ ratio: 'other' });
  expect(placesIn(template)).toEqual(new Set(['resolution', 'aspect_ratio']));
});

test('places in what a caller wrote are text', () => {
  expect(fillTemplate({ prompt: '{{prompt}}' }, { prompt: '{{seed}}', seed: 7 })).toEqual({
    prompt: '{{seed}}',
  });
});
