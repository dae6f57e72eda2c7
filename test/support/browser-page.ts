import type { Json } from './api.js';
import { Chromium } from './chromium.js';
import { until } from './until.js';

interface Context {
  session: string;
  id: number;
  origin: string;
}

interface Point {
  x: number;
  y: number;
}

interface Part extends Point {
  width: number;
  height: number;
}

const COMPLAINTS = new Set(['error', 'warning']);

/** One page of a browser with the frames in it, watched for everything that goes wrong there. */
export class BrowserPage {
  /** What the browser complained of, here and in the frames: refused by a policy, not found, thrown, warned. */
  readonly complaints: string[] = [];
  private readonly contexts: Context[] = [];

  private constructor(
    private readonly browser: Chromium,
    private readonly session: string,
  ) {}

  static async open(browser: Chromium): Promise<BrowserPage> {
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new BrowserPage(browser, sessionId as string);
    browser.on(({ method, params, sessionId: of }) => page.hear(method!, params!, of));
    await page.watch(page.session);
    return page;
  }

  async goTo(url: string): Promise<void> {
    this.complaints.length = 0;
    this.contexts.length = 0;
    await this.browser.send('Page.navigate', { url }, this.session);
  }

  /** The value of an expression in the frame that has no origin of its own, as soon as there is one. */
  async untilInFrame<T>(what: string, expression: string): Promise<T> {
    return until(what, async () => {
      const frame = this.contexts.findLast(({ origin }) => !origin.startsWith('http'));
      return frame && (((await this.evaluate(frame, expression)) || undefined) as T | undefined);
    });
  }

  async press(key: string): Promise<void> {
    await this.input('Input.dispatchKeyEvent', { type: 'keyDown', key });
    await this.input('Input.dispatchKeyEvent', { type: 'keyUp', key });
  }

  async drag(from: Point, to: Point): Promise<void> {
    const held = { button: 'left', buttons: 1, clickCount: 1 };
    await this.input('Input.dispatchMouseEvent', { type: 'mousePressed', ...from, ...held });
    await this.input('Input.dispatchMouseEvent', { type: 'mouseMoved', ...to, ...held });
    await this.input('Input.dispatchMouseEvent', { type: 'mouseReleased', ...to, ...held, buttons: 0 });
  }

  async wheel(at: Point, deltaY: number): Promise<void> {
    await this.input('Input.dispatchMouseEvent', { type: 'mouseWheel', ...at, deltaX: 0, deltaY });
  }

  /** A PNG of what is seen in a part of the page. */
  async screenshot(part: Part): Promise<Buffer> {
    const asked = { format: 'png', clip: { ...part, scale: 1 } };
    const { data } = await this.browser.send('Page.captureScreenshot', asked, this.session);
    return Buffer.from(data as string, 'base64');
  }

  private async watch(session: string): Promise<void> {
    const attach = { autoAttach: true, flatten: true, waitForDebuggerOnStart: true };
    await this.browser.send('Target.setAutoAttach', attach, session);
    for (const domain of ['Page', 'Runtime', 'Log', 'Network'])
      await this.browser.send(`${domain}.enable`, {}, session);
    await this.browser.send('Runtime.runIfWaitingForDebugger', {}, session);
  }

  private hear(method: string, params: Json, session = ''): void {
    if (method === 'Target.attachedToTarget') {
      void this.watch(params.sessionId as string).catch(() => undefined);
    }
    if (method === 'Runtime.executionContextCreated') {
      const { id, origin } = params.context as { id: number; origin: string };
      this.contexts.push({ session, id, origin });
    }
    const complaint = complaintIn(method, params);
    if (complaint !== undefined) this.complaints.push(complaint);
  }

  private async evaluate({ session, id }: Context, expression: string): Promise<unknown> {
    const asked = { contextId: id, expression, returnByValue: true, awaitPromise: true };
    const answer = await this.browser.send('Runtime.evaluate', asked, session).catch(() => undefined);
    return (answer?.result as { value?: unknown } | undefined)?.value;
  }

  private async input(method: string, event: Json): Promise<void> {
    await this.browser.send(method, event, this.session);
  }
}

function complaintIn(method: string, params: Json): string | undefined {
  if (method === 'Log.entryAdded') {
    const { level, text } = params.entry as { level: string; text: string };
    return COMPLAINTS.has(level) ? text : undefined;
  }
  if (method === 'Runtime.exceptionThrown') return JSON.stringify(params.exceptionDetails);
  if (method !== 'Runtime.consoleAPICalled') return undefined;
  const { type, args } = params as {
    type: string;
    args: { value?: string | number; description?: string }[];
  };
  if (!COMPLAINTS.has(type)) return undefined;
  return args.map(({ value, description }) => String(value ?? description)).join(' ');
}
