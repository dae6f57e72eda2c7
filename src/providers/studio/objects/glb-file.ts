import { writeFile } from 'node:fs/promises';
import {
  Document,
  type Material as GltfMaterial,
  NodeIO,
  type Primitive,
  type TypedArray,
} from '@gltf-transform/core';
import { toMaterial, type Finish } from './material.js';
import type { Model, Part } from './model.types.js';

/** The IPTC's term for what was made by rules. */
const PROVENANCE = { digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia' };
const MOST_SHORT_INDICES = 65_535;

export async function writeGlb(model: Model, file: string): Promise<void> {
  const document = new Document();
  const asset = document.getRoot().getAsset();
  asset.generator = 'MCP Media Engine studio (procedural)';
  asset.extras = PROVENANCE;
  document.createBuffer();
  const scene = document.createScene(model.name);
  const node = document.createNode(model.name);
  const mesh = document.createMesh(model.name);
  const materials = new Map<Finish, GltfMaterial>();
  for (const part of model.parts) {
    const material = materials.get(part.finish) ?? addMaterial(document, part.finish);
    materials.set(part.finish, material);
    mesh.addPrimitive(addPrimitive(document, part).setMaterial(material));
  }
  document.getRoot().setDefaultScene(scene.addChild(node.setMesh(mesh)));
  await writeFile(file, await new NodeIO().writeBinary(document));
}

function addMaterial(document: Document, finish: Finish): GltfMaterial {
  const { name, color, metallic, roughness, glow } = toMaterial(finish);
  const material = document
    .createMaterial(name)
    .setBaseColorFactor([...color, 1])
    .setMetallicFactor(metallic)
    .setRoughnessFactor(roughness);
  return glow ? material.setEmissiveFactor([...glow]) : material;
}

function addPrimitive(document: Document, { name, mesh }: Part): Primitive {
  const vertices = mesh.positions.length / 3;
  const indices = vertices > MOST_SHORT_INDICES ? mesh.indices : Uint16Array.from(mesh.indices);
  const accessor = (array: TypedArray, type: 'SCALAR' | 'VEC3') =>
    document.createAccessor().setType(type).setArray(array).setBuffer(document.getRoot().listBuffers()[0]!);
  const primitive = document
    .createPrimitive()
    .setName(name)
    .setAttribute('POSITION', accessor(mesh.positions, 'VEC3'))
    .setAttribute('NORMAL', accessor(mesh.normals, 'VEC3'))
    .setIndices(accessor(indices, 'SCALAR'));
  return mesh.colors ? primitive.setAttribute('COLOR_0', accessor(mesh.colors, 'VEC3')) : primitive;
}
