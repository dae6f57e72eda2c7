export interface Prediction {
  id: string;
  model?: string;
  status: 'starting' | 'processing' | 'succeeded' | 'failed' | 'canceled' | 'aborted';
  input?: Record<string, unknown>;
  output?: unknown;
  error?: unknown;
  webhook?: string;
  created_at?: string;
}

export interface PredictionPage {
  results: Prediction[];
  next: string | null;
}
