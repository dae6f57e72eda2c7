import { contentDisposition, filenameOf } from './filename.js';

describe('names of files', () => {
  it.each([
    ['sunset over hills', 'sunset over hills.png'],
    ['../../etc/passwd', 'etc-passwd.png'],
    ['a"b\r\nSet-Cookie: x', 'a-b-Set-Cookie- x.png'],
    ['Größe 東京', 'Größe 東京.png'],
    ['...', 'file.png'],
    ['', 'file.png'],
    ['🎉', 'file.png'],
  ])('%j becomes %j', (base, name) => expect(filenameOf(base, 'png')).toBe(name));

  it('are cut to a length that file systems take, between characters', () => {
    expect(filenameOf('東'.repeat(500), 'png')).toBe(`${'東'.repeat(80)}.png`);
    expect(filenameOf('𠀀'.repeat(500), 'png')).toBe(`${'𠀀'.repeat(80)}.png`);
  });

  it('go into headers in letters that headers may have', () => {
    const header = contentDisposition('inline', 'Größe "東京" (1).png');
    expect(header).toBe(
      `inline; filename="Gr__e ____ (1).png"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%22%E6%9D%B1%E4%BA%AC%22%20%281%29.png`,
    );
    expect(header).toMatch(/^[\x20-\x7e]+$/);
  });
});
