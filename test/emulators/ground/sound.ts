const RATE = 8_000;
const SECONDS = 0.1;

/** A tenth of a second of silence as a WAV file. */
export function aSound(): Promise<Buffer> {
  const samples = Buffer.alloc(RATE * SECONDS * 2);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Promise.resolve(Buffer.concat([header, samples]));
}
