export interface Generation {
  id?: string;
  state?: 'queued' | 'dreaming' | 'completed' | 'failed';
  failure_reason?: string | null;
  assets?: { image?: string | null; video?: string | null } | null;
  /** What was asked for. */
  request?: { callback_url?: string | null } | null;
}

export interface GenerationPage {
  generations?: Generation[];
  has_more?: boolean;
}
