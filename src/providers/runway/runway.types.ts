export interface Task {
  id: string;
  status: 'PENDING' | 'THROTTLED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  /** 0 to 1, while it runs. */
  progress?: number;
  output?: string[];
  failure?: string;
  failureCode?: string;
  /** Once it has ended; what was refunded counts as nothing. */
  cost?: { credits: number };
}
