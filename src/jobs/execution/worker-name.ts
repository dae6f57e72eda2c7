import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** Names this process in claims. A process that starts again is another one. */
export const WORKER_NAME = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
