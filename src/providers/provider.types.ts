/**
 * The port every provider of media implements, the built-in studio included. A provider never retries by
 * itself and keeps nothing in memory that a later step needs: whatever must survive a crash is in `ExternalRef`.
 */
export interface Provider {
  readonly id: string;
  capabilities(): ProviderCapabilities;
  /** Pure: validates and clamps, answers what will be sent. Throws DomainError on bad input. */
  prepare(request: RenderRequest): PreparedRender;
  /** Its own name of the model that a prompt seems to mean, asked when the caller named none and this one is the default. */
  meantModel?(request: RenderRequest): string | null;
  /** Sends once. Synchronous providers answer `done`. */
  submit(prepared: PreparedRender, context: SubmitContext): Promise<Submitted>;
  poll(ref: ExternalRef, context: ProviderContext): Promise<RemoteState>;
  cancel?(
    ref: ExternalRef,
    context: ProviderContext,
  ): Promise<'canceled' | 'requested' | 'too_late' | 'unknown'>;
  classify(error: unknown): ProviderError;
  /** The variable that the operator has to set before it works for everybody; null when nothing is missing. */
  missing?(): string | null;
  /** Whether teams may bring keys of their own for it. */
  takesOwnKeys?(): boolean;
  /** Asks something that costs nothing; throws when it is not reached or refuses the key. */
  check?(context: CallContext): Promise<void>;
  /** Whether the address belongs to a server that the operator named, which the guard of addresses need not judge. */
  isOwnAddress?(url: string): boolean;
  /** Fetches an output from such a server into a new file. Answers null, or the address that the server sends the asker on to. */
  fetchOwn?(url: string, target: FetchTarget, context: ProviderContext): Promise<string | null>;
  /** Finds work whose submission was not answered; null when the provider has none of that attempt. */
  find?(attempt: RemoteAttempt, context: ProviderContext): Promise<ExternalRef | null>;
  /** Throws unless the provider itself has sent it. What it says of the work is never believed, only asked after. */
  verifyCallback?(callback: ProviderCallback, attempt: SubmittedAttempt): Promise<CallbackNews>;
}

export interface FetchTarget {
  file: string;
  maxBytes: number;
  timeoutMs: number;
}

/** One intended call, as it was written down. */
export interface RemoteAttempt {
  attemptId: string;
  /** The provider's own name of the model. */
  model: string;
}

/** Whose key it was submitted with tells who signs what is said of it. */
export type SubmittedAttempt = RemoteAttempt & Pick<CallContext, 'key'>;

export interface ProviderCallback {
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

export interface CallbackNews {
  /** The provider's name of this delivery: the same one twice is one. */
  deliveryId: string;
  ref: ExternalRef;
}

export interface ProviderCapabilities {
  modes: ReadonlyArray<'sync' | 'poll' | 'webhook'>;
  cancel: 'queued' | 'any' | 'none';
  /** Sending the same attempt id twice makes one render: an unknown outcome may simply be sent again. */
  idempotentSubmit: boolean;
  minPollMs: number;
  outputTtlMs: number | null;
  /** The only mark of ours on work there is the address for callbacks: what was sent without one, `find` can't know. */
  findsByCallbackUrl?: true;
  /** It works on this machine: a file of the input is named by its path. */
  readsFiles?: true;
  /** Files of the input reach it by links that it can follow, and never inside the request. */
  takesLinksOnly?: true;
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
  /** What the provider is sent, with places for these fields; the catalogue has it for providers far away. */
  template?: Record<string, unknown>;
}

export interface PreparedRender {
  request: RenderRequest;
  /** What is sent, as JSON, so that it can be written down before it is sent. */
  body: Record<string, unknown>;
  /** How long each output is to be, for models that are paid for by time. */
  seconds?: number;
}

export interface CallContext {
  signal: AbortSignal;
  /** The team's own; the operator's when left out. */
  key?: string;
}

export interface ProviderContext extends CallContext {
  /**
   * A folder of this attempt's own for files on their way into the store, made when it is first asked for; the caller
   * removes it.
   */
  workFolder: () => Promise<string>;
}

export interface SubmitContext extends ProviderContext {
  /** Stable for one intended call, the same after a crash. */
  attemptId: string;
  /** Where the provider may tell that something has changed. */
  callbackUrl?: string;
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
  | { state: 'failed'; error: ProviderError; cost?: ProviderCost }
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
