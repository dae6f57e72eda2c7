import { fillTemplate, placesIn } from './fill-template.js';

describe('a template', () => {
  it('keeps the type of a value that stands alone, and makes a text of what stands among others', () => {
    const template = {
      seed: '{{seed}}',
      size: '{{width}}x{{height}}',
      duration: '{{duration:text}}',
      on: true,
    };
    expect(fillTemplate(template, { seed: 7, width: 64, height: 32, duration: 5 })).toEqual({
      seed: 7,
      size: '64x32',
      duration: '5',
      on: true,
    });
  });

  it('leaves out what has no value, with all that would be empty without it', () => {
    const template = {
      prompt: '{{prompt}}',
      image_size: { width: '{{width}}' },
      tools: [{ size: '{{size}}', type: 'a' }],
    };
    expect(fillTemplate(template, { prompt: 'a lake' })).toEqual({
      prompt: 'a lake',
      tools: [{ type: 'a' }],
    });
  });

  it('takes a prompt as it is, whatever it looks like', () => {
    const prompt = 'say "{{seed}}" and \\ $& {{n}}';
    expect(fillTemplate({ text: '{{prompt}}', also: 'x {{prompt}}' }, { prompt, seed: 1, n: 2 })).toEqual({
      text: prompt,
      also: `x ${prompt}`,
    });
  });

  it('tells which places it has', () => {
    expect([...placesIn({ a: '{{width}}x{{height}}', b: ['{{duration:text}}'] })]).toEqual([
      'width',
      'height',
      'duration',
    ]);
  });

  it('becomes what stands under the value where it has a choice, also within another', () => {
    const byRatio = { '{{aspect_ratio}}': { '16:9': '1280:720' } };
    const template = { ratio: { '{{resolution}}': { '720p': byRatio, '1080p': 'other' } } };
    expect(fillTemplate(template, { resolution: '720p', aspect_ratio: '16:9' })).toEqual({
      ratio: '1280:720',
    });
    expect(fillTemplate(template, { resolution: '1080p' })).toEqual({ ratio: 'other' });
    expect(placesIn(template)).toEqual(new Set(['resolution', 'aspect_ratio']));
  });
});
