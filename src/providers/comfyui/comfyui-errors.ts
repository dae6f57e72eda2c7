import type { RemoteState } from '../provider.types.js';
import { type Explanation, said } from '../remote/classify-fault.js';
import type { RefusingAnswer } from '../remote/provider-fault.errors.js';
import type { HistoryEntry } from './comfyui.types.js';

interface Refusal {
  error?: { type?: string; message?: string; details?: string };
  node_errors?: Record<string, { errors?: { message?: string; details?: string }[] }>;
}

interface ExecutionError {
  exception_type?: string;
  exception_message?: string;
  node_type?: string;
}

/** Work of others on the card, which may be gone at the next try. */
const OUT_OF_MEMORY = /OutOfMemory/i;

/** Of a prompt that has ended otherwise than well. */
export function endedBadly({ status }: HistoryEntry): RemoteState {
  const told = new Map(status?.messages ?? []);
  if (told.has('execution_interrupted')) return { state: 'canceled' };
  const {
    exception_type: type,
    exception_message: message,
    node_type: node,
  } = (told.get('execution_error') as ExecutionError | undefined) ?? {};
  const kind = type && OUT_OF_MEMORY.test(type) ? 'transient' : 'permanent';
  const reason = message && `${node ? `${node}: ` : ''}${message.trim()}`;
  return { state: 'failed', error: said('ComfyUI', { kind, message: reason, code: type }) };
}

/** What is wrong with a node is said beside the error, and is what the operator needs. */
export function explainComfy({ body }: RefusingAnswer): Explanation {
  const { error, node_errors: nodes = {} } = (body ?? {}) as Refusal;
  if (!error?.message) return {};
  const details = Object.values(nodes)
    .flatMap(({ errors = [] }) => errors)
    .map(({ message, details: what }) => [message, what].filter(Boolean).join(': '));
  const message = [error.message, ...details].join(' ');
  return { kind: 'permanent', message, ...(error.type && { code: error.type }) };
}
