/** The token to inject the queues that this process serves by. */
export const JOB_QUEUES = Symbol('JobQueues');
