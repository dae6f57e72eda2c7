import {
  Box3,
  NeutralToneMapping,
  PerspectiveCamera,
  PMREMGenerator,
  Scene,
  Sphere,
  Texture,
  Vector3,
  WebGLRenderer,
} from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import { RoomEnvironment } from 'three/addons/environments/RoomEnvironment.js';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';

// Made into one script by scripts/bundle-viewer.mjs and fetched by job.html when there is a model to show.

const VIEW_DEGREES = 32;
const FROM = new Vector3(0.55, 0.4, 1).normalize();
const MAX_PIXEL_RATIO = 2;
const STEP_RADIANS = Math.PI / 12;
const STEP_CLOSER = 0.85;

/** Stands a GLB on the canvas, to be turned and approached by hand, wheel, fingers and keys. Rejects what it can't show. */
export async function showModel(canvas, bytes) {
  const model = await whole(bytes);
  const bounds = new Box3().setFromObject(model).getBoundingSphere(new Sphere());
  if (!(bounds.radius > 0)) throw new Error('The model has no shape.');
  const renderer = new WebGLRenderer({ canvas, alpha: true, antialias: true });
  const scene = lit(renderer);
  scene.add(model);
  follow({ canvas, renderer, scene, camera: cameraFor(bounds), bounds });
}

/** A room of soft lights around it: what shines has something to mirror. */
function lit(renderer) {
  renderer.toneMapping = NeutralToneMapping;
  const scene = new Scene();
  const generator = new PMREMGenerator(renderer);
  scene.environment = generator.fromScene(new RoomEnvironment(), 0.04, 0.1, 100, { size: 128 }).texture;
  // The room is brighter than white paper in daylight; so, colours come out as they were given.
  scene.environmentIntensity = 0.7;
  generator.dispose();
  return scene;
}

/** The loader leaves out pictures that can't be read. Without them it would be another model, so they are asked about. */
async function whole(bytes) {
  const pictures = [];
  const loader = new GLTFLoader().register((parser) => {
    parser.loadImageSource = (index) => {
      const picture = textureOf(parser, index);
      pictures.push(picture);
      return picture;
    };
    return { name: 'pictures-without-addresses' };
  });
  const { scene } = await loader.parseAsync(bytes, '');
  await Promise.all(pictures);
  return scene;
}

/** The loader's own way fetches each picture from a `blob:` or `data:`, and hosts allow no address but the engine's. */
async function textureOf(parser, index) {
  const { uri, bufferView, mimeType } = parser.json.images[index];
  const bytes = uri ? bytesIn(uri) : await parser.getDependency('bufferView', bufferView);
  const picture = await createImageBitmap(new Blob([bytes], { type: mimeType ?? typeIn(uri) }), {
    premultiplyAlpha: 'none',
    colorSpaceConversion: 'none',
  });
  const texture = new Texture(picture);
  texture.needsUpdate = true;
  return texture;
}

function bytesIn(dataUri) {
  const base64 = dataUri.slice(dataUri.indexOf(',') + 1);
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function typeIn(dataUri) {
  return /^data:([^;,]*)/.exec(dataUri)?.[1];
}

function cameraFor({ center, radius }) {
  const camera = new PerspectiveCamera(VIEW_DEGREES, 1, radius / 50, radius * 50);
  camera.position.copy(center).addScaledVector(FROM, distanceFor(radius));
  return camera;
}

function distanceFor(radius) {
  return radius / Math.sin((VIEW_DEGREES * Math.PI) / 360);
}

/** Draws when something has changed and not otherwise: a conversation may hold many models. */
function follow({ canvas, renderer, scene, camera, bounds }) {
  const controls = controlsOf(canvas, camera, bounds);
  let asked = 0;
  const draw = () => {
    asked = 0;
    controls.update(); // asks again by its `change` while it swings out
    renderer.render(scene, camera);
  };
  const ask = () => {
    asked ||= requestAnimationFrame(draw);
  };
  controls.addEventListener('change', ask);
  new ResizeObserver(() => {
    fit(canvas, renderer, camera);
    draw();
  }).observe(canvas);
  fit(canvas, renderer, camera);
  draw();
}

function controlsOf(canvas, camera, { center, radius }) {
  const controls = new OrbitControls(camera, canvas);
  controls.target.copy(center);
  controls.enablePan = false;
  controls.enableDamping = !matchMedia('(prefers-reduced-motion: reduce)').matches;
  controls.minDistance = radius * 0.5;
  controls.maxDistance = distanceFor(radius) * 2;
  controls.saveState();
  // The wheel and a finger that strokes upwards belong to the conversation until the model has been touched.
  canvas.style.touchAction = 'pan-y';
  controls.enableZoom = false;
  canvas.addEventListener('pointerdown', () => (controls.enableZoom = true), { capture: true });
  canvas.addEventListener('blur', () => (controls.enableZoom = false));
  canvas.addEventListener('keydown', (event) => press(controls, event));
  return controls;
}

/** As if the hand had drawn the model in that direction. */
const KEYS = {
  ArrowLeft: (controls) => controls.rotateLeft(-STEP_RADIANS),
  ArrowRight: (controls) => controls.rotateLeft(STEP_RADIANS),
  ArrowUp: (controls) => controls.rotateUp(-STEP_RADIANS),
  ArrowDown: (controls) => controls.rotateUp(STEP_RADIANS),
  '+': (controls) => controls.dollyIn(STEP_CLOSER),
  '=': (controls) => controls.dollyIn(STEP_CLOSER),
  '-': (controls) => controls.dollyOut(STEP_CLOSER),
  Home: (controls) => controls.reset(),
};

function press(controls, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key](controls);
}

function fit(canvas, renderer, camera) {
  const { clientWidth: width, clientHeight: height } = canvas;
  if (width === 0 || height === 0) return;
  renderer.setPixelRatio(Math.min(devicePixelRatio, MAX_PIXEL_RATIO));
  renderer.setSize(width, height, false);
  camera.aspect = width / height;
  // In a narrow frame the sides decide how far away all of it is seen.
  camera.fov = camera.aspect < 1 ? widened(camera.aspect) : VIEW_DEGREES;
  camera.updateProjectionMatrix();
}

function widened(aspect) {
  const half = Math.tan((VIEW_DEGREES * Math.PI) / 360) / aspect;
  return (Math.atan(half) * 360) / Math.PI;
}
