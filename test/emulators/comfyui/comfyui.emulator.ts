import { type Call, Emulator, type Work } from '../ground/emulator.js';
import { aPicture } from '../ground/picture.js';
import type { Reply } from '../ground/reply.js';

interface Graph {
  [node: string]: { class_type: string; inputs: Record<string, unknown> };
}

/**
 * The queue, the history and the files of a ComfyUI server, which take the same prompt id twice without a word. Written
 * after the routes of the server's source: its makers publish neither a client nor a schema as a package, so unlike
 * the others it is driven by our adapter alone.
 */
export class ComfyUiEmulator extends Emulator {
  /** Whether work is done as soon as it is asked after. */
  finishesAtOnce = true;
  answersWith: (work: Work) => Promise<Reply> | Reply = (work) => this.history(work);

  protected isSubmission({ method, path }: Call): boolean {
    return method === 'POST' && path === '/prompt';
  }

  protected override isFile({ path }: Call): boolean {
    return path === '/view';
  }

  protected handle(call: Call): Promise<Reply> | Reply {
    if (this.isSubmission(call)) return this.submit(call);
    if (this.isFile(call)) return this.file(call);
    if (call.path === '/queue') return call.method === 'POST' ? this.remove(call) : this.queue();
    if (call.path === '/interrupt') return this.interrupt(call);
    const work = this.work(call.path.replace('/history/', ''));
    if (work?.state === 'queued' && this.finishesAtOnce) work.state = 'succeeded';
    return work?.state === 'succeeded' ? this.answersWith(work) : { status: 200, body: {} };
  }

  private submit({ body }: Call): Reply {
    const { prompt, prompt_id: id } = body as { prompt: Graph; prompt_id: string };
    const unlinked = Object.entries(prompt).find(([, node]) => !isWhole(node, prompt));
    if (unlinked) return refusal(unlinked[0]);
    this.works.push({ id, model: modelOf(prompt), body: prompt, state: 'queued', paid: false });
    return { status: 200, body: { prompt_id: id, number: this.works.length, node_errors: {} } };
  }

  private queue(): Reply {
    const items = (state: Work['state']) =>
      this.works.flatMap((work, index) =>
        work.state === state ? [[index + 1, work.id, work.body, {}, ['7']]] : [],
      );
    return { status: 200, body: { queue_running: items('running'), queue_pending: items('queued') } };
  }

  private remove({ body }: Call): Reply {
    const { delete: ids } = body as { delete: string[] };
    for (const work of this.works)
      if (work.state === 'queued' && ids.includes(work.id)) work.state = 'canceled';
    return { status: 200 };
  }

  private interrupt({ body }: Call): Reply {
    const running = this.work((body as { prompt_id: string }).prompt_id);
    if (running?.state === 'running') running.state = 'canceled';
    return { status: 200 };
  }

  private history({ id, body }: Work): Reply {
    const count = Object.values(body as Graph).find(({ inputs }) => 'batch_size' in inputs)!.inputs[
      'batch_size'
    ];
    const images = Array.from({ length: Number(count) }, (_, index) => ({
      filename: `${id}_${index}.png`,
      subfolder: '',
      type: 'output',
    }));
    const preview = { filename: 'preview.png', subfolder: '', type: 'temp' };
    const status = { status_str: 'success', completed: true, messages: [] };
    const outputs = { '6': { images: [preview] }, '7': { images } };
    return { status: 200, body: { [id]: { prompt: [1, id, body, {}, ['7']], outputs, status } } };
  }

  private async file({ query }: Call): Promise<Reply> {
    const name = query.get('filename') ?? '';
    return this.works.some(({ id }) => name.startsWith(id))
      ? { status: 200, bytes: await aPicture(), headers: { 'content-type': 'image/png' } }
      : { status: 404 };
  }
}

/** Links lead to nodes that are there, and samplers have a seed. */
function isWhole({ class_type: type, inputs }: Graph[string], prompt: Graph): boolean {
  const links = Object.values(inputs).filter((input) => Array.isArray(input)) as [string, number][];
  return links.every(([node]) => node in prompt) && (type !== 'KSampler' || Number.isInteger(inputs['seed']));
}

/** As the node that loads it calls it. */
function modelOf(prompt: Graph): string {
  const names = Object.values(prompt).map(({ inputs }) => inputs['ckpt_name'] ?? inputs['unet_name']);
  return names.find((name) => typeof name === 'string') ?? '';
}

function refusal(node: string): Reply {
  const fault = { type: 'required_input_missing', message: 'Required input is missing', details: 'seed' };
  return {
    status: 400,
    body: {
      error: { type: 'prompt_outputs_failed_validation', message: 'Prompt outputs failed validation' },
      node_errors: { [node]: { errors: [fault], dependent_outputs: ['7'], class_type: 'KSampler' } },
    },
  };
}
