import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Json } from './api.js';
import { afterSuite } from './clean-up.js';
import { aFolder } from './engine.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const PROGRAM = NAMES.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);

/** Tests in a real browser. Where none is installed they are skipped, and say so. */
export const withChromium: jest.Describe = PROGRAM ? describe : describe.skip;
if (!PROGRAM) process.emitWarning('Chromium is not installed: what pages look like is not tested here.');

const ARGUMENTS = [
  '--headless=new',
  '--remote-debugging-pipe',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  // It may reach this machine only, as all that tests start.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--mute-audio',
  '--force-prefers-reduced-motion',
  '--window-size=800,800',
  // Draws 3D without a graphics card.
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  // Chromium's own sandbox can not be had as root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

interface Message extends Json {
  id?: number;
  method?: string;
  sessionId?: string;
  params?: Json;
  result?: Json;
  error?: { message: string };
}

type Waiter = { resolve: (result: Json) => void; reject: (error: Error) => void };

/** The DevTools protocol through two pipes: JSON that ends with a NUL. */
export class Chromium {
  private readonly waiters = new Map<number, Waiter>();
  private readonly listeners: ((message: Message) => void)[] = [];
  private lastId = 0;
  private isGone = false;
  private unread = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly orders: Writable,
    answers: Readable,
  ) {
    answers.setEncoding('utf8').on('data', (text: string) => this.read(text));
    child.once('exit', () => this.giveUp());
    for (const pipe of [orders, answers]) pipe.on('error', () => this.giveUp());
  }

  static async start(): Promise<Chromium> {
    const profile = await aFolder();
    const child = spawn(PROGRAM!, [...ARGUMENTS, `--user-data-dir=${profile}`], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    const browser = new Chromium(child, child.stdio[3] as Writable, child.stdio[4] as Readable);
    afterSuite(() => browser.close());
    return browser;
  }

  on(listener: (message: Message) => void): void {
    this.listeners.push(listener);
  }

  send(method: string, params: Json = {}, sessionId?: string): Promise<Json> {
    if (this.isGone) return Promise.reject(gone());
    const id = ++this.lastId;
    this.orders.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.waiters.set(id, { resolve, reject }));
  }

  private async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.send('Browser.close').catch(() => this.child.kill());
    await exit;
  }

  private read(text: string): void {
    const messages = `${this.unread}${text}`.split('\0');
    this.unread = messages.pop()!;
    for (const message of messages) this.take(JSON.parse(message) as Message);
  }

  private take(message: Message): void {
    if (message.id === undefined) {
      for (const listener of this.listeners) listener(message);
      return;
    }
    const waiter = this.waiters.get(message.id);
    this.waiters.delete(message.id);
    if (message.error) waiter?.reject(new Error(message.error.message));
    else waiter?.resolve(message.result ?? {});
  }

  private giveUp(): void {
    this.isGone = true;
    for (const { reject } of this.waiters.values()) reject(gone());
    this.waiters.clear();
  }
}

function gone(): Error {
  return new Error('Chromium is gone.');
}
