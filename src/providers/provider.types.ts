/**
 * The port every provider of media implements, the built-in studio included. A provider never retries by
 * itself and keeps nothing in memory that a later step needs: whatever must survive a crash is in `ExternalRef`.
 */
export interface Provider {
  readonly id: string;
  capabilities(): ProviderCapabilities;
  /** Pure: validates and clamps, answers what will be sent. Throws DomainError on bad input. */
  prepare(request: RenderRequest): PreparedRender;
  /** Sends once. Synchronous providers answer `done`. */
  submit(prepared: PreparedRender, context: SubmitContext): Promise<Submitted>;
  poll(ref: ExternalRef, context: ProviderContext): Promise<RemoteState>;
  cancel?(
    ref: ExternalRef,
    context: ProviderContext,
  ): Promise<'canceled' | 'requested' | 'too_late' | 'unknown'>;
  classify(error: unknown): ProviderError;
}

export interface ProviderCapabilities {
  modes: ReadonlyArray<'sync' | 'poll' | 'webhook'>;
  cancel: 'queued' | 'any' | 'none';
  /** Sending the same attempt id twice makes one render: an unknown outcome may simply be sent again. */
  idempotentSubmit: boolean;
  minPollMs: number;
  outputTtlMs: number | null;
}

export const MEDIA_TYPES = ['image', 'video', 'audio', '3d'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

export interface RenderRequest {
  type: MediaType;
  /** The provider's own name of the model. */
  model: string;
  prompt: string;
  /** How many outputs, each a variation. */
  n: number;
  /** The model's own fields, already valid against its JSON Schema. */
  input: Record<string, unknown>;
}

export interface PreparedRender {
  request: RenderRequest;
  /** What is sent, as JSON, so that it can be written down before it is sent. */
  body: Record<string, unknown>;
  /** How long each output is to be, for models that are paid for by time. */
  seconds?: number;
}

export interface ProviderContext {
  signal: AbortSignal;
  /** A folder of this attempt's own for files on their way into the store; the caller removes it. */
  workFolder: string;
}

export interface SubmitContext extends ProviderContext {
  /** Stable for one intended call, the same after a crash. */
  attemptId: string;
  /** 0 to 1. */
  onProgress(fraction: number): void;
}

export type Submitted = { kind: 'pending'; ref: ExternalRef } | { kind: 'done'; state: RemoteState };

export interface ExternalRef {
  externalId: string;
  urls?: { status?: string; result?: string; cancel?: string };
  data?: Record<string, unknown>;
}

export type RemoteState =
  | { state: 'queued'; position?: number }
  | { state: 'running'; progress?: number }
  | { state: 'succeeded'; outputs: ProviderOutput[]; cost?: ProviderCost }
  | { state: 'failed'; error: ProviderError }
  | { state: 'canceled' }
  | { state: 'lost' };

/** Where an output's bytes are: a file in the work folder, with a picture of it or not, or an address to fetch from. */
export type ProviderOutput =
  { file: string; mimeType: string; poster?: string } | { url: string; mimeType?: string };

export interface ProviderCost {
  amountMicros: number;
  currency: 'USD';
  basis: 'reported' | 'units_times_price' | 'catalogue_estimate';
}

export type ProviderErrorKind =
  | 'transient'
  | 'rate_limited'
  | 'invalid_input'
  | 'content_policy'
  | 'auth'
  | 'billing'
  | 'model_retired'
  | 'not_found'
  | 'outcome_unknown'
  | 'permanent';

export interface ProviderError {
  kind: ProviderErrorKind;
  retryable: boolean;
  /** Safe to show to the owner of the job. */
  message: string;
  retryAfterMs?: number;
  providerCode?: string;
}
