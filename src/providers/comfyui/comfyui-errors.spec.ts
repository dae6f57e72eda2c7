import { explainComfy, endedBadly } from './comfyui-errors.js';

function ended(...messages: [string, unknown][]) {
  return endedBadly({ outputs: {}, status: { status_str: 'error', completed: false, messages } });
}

test('a card without room for now is another try, and a broken workflow is none', () => {
  const error = (type: string) =>
    ended(['execution_start', {}], ['execution_error', { exception_type: type, exception_message: 'no\n' }]);
  expect(error('torch.OutOfMemoryError')).toMatchObject({ error: { kind: 'transient', retryable: true } });
  expect(error('ValueError')).toMatchObject({
    error: { kind: 'permanent', retryable: false, message: 'ComfyUI said: no' },
  });
});

test('what somebody interrupted at the server is canceled', () => {
  expect(ended(['execution_interrupted', {}])).toEqual({ state: 'canceled' });
});

test('a refused workflow says which file is missing', () => {
  const detail = { message: 'Value not in list', details: "ckpt_name: 'x.safetensors' not in []" };
  const body = {
    error: { type: 'prompt_outputs_failed_validation', message: 'Prompt outputs failed validation' },
    node_errors: { '1': { errors: [detail] } },
  };
  expect(explainComfy({ status: 400, headers: {}, body })).toMatchObject({
    kind: 'permanent',
    message: expect.stringContaining("ckpt_name: 'x.safetensors' not in []") as string,
  });
});
