import { randomUUID } from 'node:crypto';
import { missing, once } from './input-fixtures.mjs';
import { said } from './plain-fixtures.mjs';

const INVALID_PARAMS = -32602;
const INTERNAL_ERROR = -32603;
const TASKS = 'io.modelcontextprotocol/tasks';
const NAME = {
  user_name: {
    method: 'elicitation/create',
    params: {
      mode: 'form',
      message: 'What is your name?',
      requestedSchema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
    },
  },
};

/** Images whose metadata says so take their time, or fail: tasks of the scenarios are real jobs of the engine. */
export function slowImages(handlers) {
  const images = handlers.for('media.image');
  const step = images.step.bind(images);
  images.step = (job, context) => {
    const { seconds = 0, fails = false } = job.metadata ?? {};
    const openMs = Date.now() - job.createdAt.getTime();
    if (openMs < seconds * 1_000) return { word: 'wait', afterMs: seconds * 1_000 - openMs };
    if (fails) return { word: 'fail', error: { code: 'provider_error', message: 'It failed on purpose.' } };
    return step(job, context);
  };
}

export function jobTools({ submissions, tasks, ProtocolProblem }, memory) {
  const required = (answer) => (message) => {
    if (message.wantsTask) return answer(message);
    throw missing(ProtocolProblem, { extensions: { [TASKS]: {} } });
  };
  const jobOf = async ({ actor }, metadata) => {
    const job = { type: 'image', prompt: 'A lighthouse', input: { width: 64, height: 64 }, metadata };
    return JSON.parse((await submissions.acceptOne(actor, job, {})).body).id;
  };
  const asJob = (metadata) => async (message) => {
    const id = await jobOf(message, metadata(message));
    return message.wantsTask ? tasks.created(message.actor, id) : said(`Started ${id}`);
  };
  const only = '2026';
  return {
    slow_compute: {
      only,
      answer: asJob(({ params }) => ({ seconds: params.arguments.seconds })),
    },
    failing_job: { only, answer: required(asJob(() => ({ fails: true }))) },
    protocol_error_job: {
      only,
      answer: required(() =>
        memory.create({ status: 'failed', error: { code: INTERNAL_ERROR, message: 'It broke on purpose.' } }),
      ),
    },
    confirm_delete: { only, answer: required(() => memory.ask({ confirm: NAME.user_name })) },
    multi_input: { only, answer: required(() => memory.ask({ one: NAME.user_name, two: NAME.user_name })) },
    test_tool_with_task: {
      only,
      answer: required(
        once(NAME, ({ user_name: { content } }) =>
          memory.create({ status: 'completed', result: { resultType: 'complete', ...said(content.name) } }),
        ),
      ),
    },
  };
}

/** Tasks that ask, or break the protocol: no job of the engine does, and so these live in memory. */
export function memoryTasks({ ProtocolProblem }) {
  const tasks = new Map();
  const create = (own) => {
    const now = new Date().toISOString();
    const task = { taskId: randomUUID(), createdAt: now, lastUpdatedAt: now, ttlMs: 60_000, ...own };
    tasks.set(task.taskId, task);
    const { result: _result, error: _error, inputRequests: _requests, ...handle } = task;
    return { resultType: 'task', ...handle, status: 'working' };
  };
  const update = (task, responses = {}) => {
    for (const key of Object.keys(responses)) delete task.inputRequests?.[key];
    if (task.status !== 'input_required' || Object.keys(task.inputRequests).length > 0) return;
    delete task.inputRequests;
    Object.assign(task, { status: 'completed', result: { resultType: 'complete', ...said('Done.') } });
  };
  const known = (answer) => (message) => {
    const task = tasks.get(message.params.taskId);
    return task && answer(task, message);
  };
  return {
    create,
    ask: (inputRequests) => create({ status: 'input_required', inputRequests: { ...inputRequests } }),
    methods: {
      'tasks/get': known((task) => task),
      'tasks/cancel': known((task) => {
        if (task.status === 'input_required') task.status = 'cancelled';
        return {};
      }),
      'tasks/update': known((task, { input, params }) => {
        if (!(input.responses ?? params.inputResponses))
          throw new ProtocolProblem(INVALID_PARAMS, 'inputResponses is missing');
        update(task, input.responses ?? params.inputResponses);
        return {};
      }),
    },
  };
}
