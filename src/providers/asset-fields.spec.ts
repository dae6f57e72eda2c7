import { assetFields, withAssetFields } from './asset-fields.js';
import { compileCheck } from './json-schema.js';

const ASSET = { type: 'string', format: 'asset' };
const SCHEMA = {
  type: 'object',
  properties: {
    image: ASSET,
    frames: { type: 'array', items: ASSET },
    camera: { type: 'object', properties: { start: ASSET, name: { type: 'string' } } },
    style: { type: 'string' },
  },
  additionalProperties: false,
};
const INPUT = {
  image: 'ast_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  frames: ['https://example.com/a.png', 'https://example.com/b.png'],
  camera: { start: 'https://example.com/c.png', name: 'https://example.com/name' },
  style: 'ast_01ARZ3NDEKTSV4RRFFQ69G5FAV',
};

test('files are found wherever the schema has a field for one, and nowhere else', () => {
  expect(assetFields(SCHEMA, INPUT)).toEqual([
    { path: 'image', value: INPUT.image },
    { path: 'frames[0]', value: INPUT.frames[0] },
    { path: 'frames[1]', value: INPUT.frames[1] },
    { path: 'camera.start', value: INPUT.camera.start },
  ]);
});

test('what replaces them leaves everything else as it was', () => {
  expect(withAssetFields(SCHEMA, INPUT, () => 'x')).toEqual({
    image: 'x',
    frames: ['x', 'x'],
    camera: { start: 'x', name: INPUT.camera.name },
    style: INPUT.style,
  });
});

test.each([
  ['ast_01ARZ3NDEKTSV4RRFFQ69G5FAV', true],
  ['https://example.com/a.png', true],
  ['http://10.0.0.1/a.png', true],
  ['ast_1', false],
  ['mjb_01ARZ3NDEKTSV4RRFFQ69G5FAV', false],
  ['data:image/png;base64,AAAA', false],
  ['file:///etc/passwd', false],
  ['a picture', false],
  ['', false],
])('a field of format asset takes %s: %s', (image, taken) => {
  const faults = compileCheck(SCHEMA, 'input')({ image });
  expect(faults).toEqual(
    taken ? [] : [{ path: 'input.image', message: 'must be the id of an asset (ast_…) or an https address' }],
  );
});
