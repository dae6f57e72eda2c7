import { Document, NodeIO } from '@gltf-transform/core';
import sharp from 'sharp';
import type { Json } from './api.js';

const HEAD_BYTES = 20;

/** A square that is red by its texture alone, as providers pack pictures into a GLB. */
export async function aRedModel(): Promise<Uint8Array> {
  const file = new Document();
  const buffer = file.createBuffer();
  const picture = file
    .createTexture()
    .setMimeType('image/png')
    .setImage(await aRedPicture());
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

/** The same square with its picture, or another, written into the GLB's description. */
export async function aDescribedModel(picture?: Buffer): Promise<Uint8Array> {
  const packed = Buffer.from(await aRedModel());
  const end = HEAD_BYTES + packed.readUInt32LE(12);
  const description = JSON.parse(packed.toString('utf8', HEAD_BYTES, end)) as Json;
  const uri = `data:image/png;base64,${(picture ?? (await aRedPicture())).toString('base64')}`;
  return glbOf({ ...description, images: [{ uri }] }, packed.subarray(end));
}

function aRedPicture(): Promise<Buffer> {
  const red = { width: 8, height: 8, channels: 3, background: '#d01010' } as const;
  return sharp({ create: red }).png().toBuffer();
}

/** Its shapes are packed by Draco, which is unpacked by WebAssembly; hosts let none run. */
export function aPackedModel(): Uint8Array {
  const name = 'KHR_draco_mesh_compression';
  return glbOf({ asset: { version: '2.0' }, extensionsUsed: [name], extensionsRequired: [name] });
}

function glbOf(description: Json, shapes = Buffer.alloc(0)): Buffer {
  const text = JSON.stringify(description);
  const json = Buffer.from(text.padEnd(Math.ceil(text.length / 4) * 4));
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(0x46546c67, 0);
  head.writeUInt32LE(2, 4);
  head.writeUInt32LE(head.length + json.length + shapes.length, 8);
  head.writeUInt32LE(json.length, 12);
  head.writeUInt32LE(0x4e4f534a, 16);
  return Buffer.concat([head, json, shapes]);
}
