/** What a submission is answered with. */
export interface BflAccepted {
  id?: string;
  polling_url?: string;
  /** In credits, of which a hundred are a dollar. */
  cost?: number | null;
}

export interface BflTask {
  status?: string;
  result?: { sample?: string } | null;
  /** 0 to 1. */
  progress?: number | null;
}
