import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { EngineFinder } from '../../dist/src/launch/stdio/engine-access.js';

/** The engine that was named or runs here; else one of its own in a temporary folder, which `stop` ends and removes. */
export async function findEngine() {
  const { MEDIA_ENGINE_URL: url, MEDIA_ENGINE_TOKEN: token, DATA_DIR } = process.env;
  const dataDir = path.resolve(DATA_DIR ?? path.join(homedir(), '.mcp-media-engine'));
  const running = await new EngineFinder({ url, token, dataDir }).running();
  return running ? { ...running, stop: () => Promise.resolve() } : startEngine();
}

async function startEngine() {
  console.log('No engine runs here; one is started for this and stopped afterwards …');
  // Whatever the environment says of a database or a port is for the operator's own engine.
  for (const name of ['DATABASE_URL', 'DATABASE_APP_URL', 'DATABASE_SYSTEM_URL', 'STORAGE_URL', 'ROLE'])
    delete process.env[name];
  process.env.PORT = '0';
  process.env.LOG_LEVEL = 'error';
  const dataDir = await mkdtemp(path.join(tmpdir(), 'gallery-'));
  const finder = new EngineFinder({ dataDir });
  const stop = async () => {
    await finder.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    return { ...(await finder.find()), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
