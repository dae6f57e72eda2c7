export interface Generation {
  id?: string;
  state?: 'queued' | 'processing' | 'completed' | 'failed';
  failure_code?: string | null;
  failure_reason?: string | null;
  output?: { url: string }[];
}
