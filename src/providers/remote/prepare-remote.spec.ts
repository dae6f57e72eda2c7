import { prepareRemote } from './prepare-remote.js';

const request = { type: 'image' as const, model: 'a model', prompt: 'a lake', n: 1 };

describe('an order to a provider far away', () => {
  it('has its size written out where the provider wants one, on the steps that it takes', () => {
    const template = { prompt: '{{prompt}}', size: '{{width}}x{{height}}' };
    const input = { aspect_ratio: '4:5' };
    expect(prepareRemote({ ...request, template, input }).body).toEqual({
      prompt: 'a lake',
      size: '1080x1350',
    });
    const stepped = prepareRemote({ ...request, template, input }, { sideStep: 16 });
    expect(stepped.body).toEqual({ prompt: 'a lake', size: '1088x1344' });
    // What was not asked for binds no other provider.
    expect(stepped.request.input).toEqual(input);
  });

  it('says how long what it makes will be, by which it is paid for', () => {
    const film = { ...request, type: 'video' as const, template: { duration: '{{duration:text}}' } };
    expect(prepareRemote({ ...film, input: { duration: 7 } })).toMatchObject({
      body: { duration: '7' },
      seconds: 7,
    });
    const speech = {
      ...request,
      type: 'audio' as const,
      template: { text: '{{prompt}}', voice: '{{voice}}' },
    };
    expect(prepareRemote({ ...speech, prompt: 'a'.repeat(450), input: {} })).toMatchObject({ seconds: 30 });
    const sound = { ...speech, template: { text: '{{prompt}}' } };
    expect(prepareRemote({ ...sound, input: {} }).seconds).toBeUndefined();
  });
});
