import { Document, NodeIO } from '@gltf-transform/core';
import sharp from 'sharp';

/** A square that is red by its texture alone, as providers pack pictures into a GLB. */
export async function aRedModel(): Promise<Uint8Array> {
  const file = new Document();
  const buffer = file.createBuffer();
  const red = { width: 8, height: 8, channels: 3, background: '#d01010' } as const;
  const picture = file
    .createTexture()
    .setMimeType('image/png')
    .setImage(await sharp({ create: red }).png().toBuffer());
  const numbers = (type: 'VEC2' | 'VEC3', array: number[]) =>
    file.createAccessor().setType(type).setArray(new Float32Array(array)).setBuffer(buffer);
  const square = file
    .createPrimitive()
    .setAttribute('POSITION', numbers('VEC3', [-1, -1, 0, 1, -1, 0, -1, 1, 0, -1, 1, 0, 1, -1, 0, 1, 1, 0]))
    .setAttribute(
      'NORMAL',
      numbers(
        'VEC3',
        [1, 2, 3, 4, 5, 6].flatMap(() => [0, 0, 1]),
      ),
    )
    .setAttribute('TEXCOORD_0', numbers('VEC2', [0, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0]))
    .setMaterial(
      file.createMaterial().setBaseColorTexture(picture).setMetallicFactor(0).setDoubleSided(true),
    );
  const node = file.createNode().setMesh(file.createMesh().addPrimitive(square));
  file.createScene().addChild(node);
  return new NodeIO().writeBinary(file);
}

/** Its shapes are packed by Draco, which is unpacked by WebAssembly; hosts let none run. */
export function aPackedModel(): Uint8Array {
  const name = 'KHR_draco_mesh_compression';
  const facts = { asset: { version: '2.0' }, extensionsUsed: [name], extensionsRequired: [name] };
  const json = Buffer.from(JSON.stringify(facts).padEnd(128));
  const head = Buffer.alloc(20);
  head.writeUInt32LE(0x46546c67, 0);
  head.writeUInt32LE(2, 4);
  head.writeUInt32LE(head.length + json.length, 8);
  head.writeUInt32LE(json.length, 12);
  head.writeUInt32LE(0x4e4f534a, 16);
  return Buffer.concat([head, json]);
}
