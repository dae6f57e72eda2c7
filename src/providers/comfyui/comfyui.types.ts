export interface ComfyFile {
  filename: string;
  subfolder: string;
  /** `temp` for previews. */
  type: 'output' | 'temp' | 'input';
}

export interface HistoryEntry {
  outputs: Record<string, Record<string, unknown>>;
  status?: {
    status_str: 'success' | 'error';
    completed: boolean;
    messages: [event: string, told: unknown][];
  };
}

/** Number, prompt id and what else was submitted. */
type QueueItem = [number, string, ...unknown[]];

export interface Queue {
  queue_running: QueueItem[];
  queue_pending: QueueItem[];
}
