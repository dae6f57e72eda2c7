import type { OutgoingHttpHeaders } from 'node:http';
import type { EngineConfig, RemoteProviderId } from '../../platform/config/config.types.js';
import type {
  CallContext,
  ExternalRef,
  FetchTarget,
  PreparedRender,
  Provider,
  ProviderCapabilities,
  ProviderContext,
  ProviderError,
  RemoteState,
  RenderRequest,
  SubmitContext,
  Submitted,
} from '../provider.types.js';
import { classifyFault } from './classify-fault.js';
import { prepareRemote } from './prepare-remote.js';
import type { ProviderCallRequest, ProviderClient } from './provider-client.js';
import { ProviderFault } from './provider-fault.errors.js';
import { RemoteAccount, type Vendor } from './remote-account.js';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

type Question = Omit<ProviderCallRequest, 'method'> & Partial<Pick<ProviderCallRequest, 'method'>>;

/** What is the same of all providers far away: an account there, orders from the catalogue's templates, files by address. */
export abstract class RemoteProvider implements Provider {
  readonly id: RemoteProviderId;
  protected readonly account: RemoteAccount;
  private readonly ownKeysAllowed: boolean;

  constructor(
    private readonly vendor: Vendor,
    { providers }: Pick<EngineConfig, 'providers'>,
    protected readonly client: ProviderClient,
  ) {
    this.id = vendor.id;
    this.account = new RemoteAccount(providers.each[vendor.id], vendor);
    this.ownKeysAllowed = providers.ownKeys.allowed && vendor.url !== null;
  }

  abstract submit(prepared: PreparedRender, context: SubmitContext): Promise<Submitted>;

  /** Of those that answer when they are done there is nothing to ask after. */
  poll(_ref: ExternalRef, _context: ProviderContext): Promise<RemoteState> {
    return Promise.resolve({ state: 'lost' });
  }

  capabilities(): ProviderCapabilities {
    return this.vendor.capabilities;
  }

  missing(): string | null {
    return this.account.missing();
  }

  takesOwnKeys(): boolean {
    return this.ownKeysAllowed;
  }

  prepare(request: RenderRequest): PreparedRender {
    return prepareRemote(request, this.vendor);
  }

  classify(error: unknown): ProviderError {
    return classifyFault(this.vendor.name, error, this.vendor.explain);
  }

  async check(context: CallContext): Promise<void> {
    const url = `${this.account.base}${this.vendor.freeQuestion}`;
    const headers = this.authorization(context);
    await this.client.send({ method: 'GET', url, headers, signal: context.signal });
  }

  isOwnAddress(url: string): boolean {
    return this.account.isOwnAddress(url);
  }

  async fetchOwn(url: string, target: FetchTarget, context: ProviderContext): Promise<string | null> {
    const headers = this.fileHeaders(context);
    try {
      await this.client.download({ method: 'GET', url, headers, signal: context.signal, ...target });
      return null;
    } catch (error) {
      const elsewhere = redirectOf(error, url);
      if (elsewhere === null) throw error;
      return elsewhere;
    }
  }

  /** What a request must carry to be the account's. */
  protected authorization(context: Pick<CallContext, 'key'>): OutgoingHttpHeaders {
    return this.account.bearer(context);
  }

  /** For providers whose files want the key. */
  protected fileHeaders(_context: ProviderContext): OutgoingHttpHeaders {
    return {};
  }

  /** Sends with the key of the context, and answers the JSON that came back. */
  protected async ask(
    context: Pick<CallContext, 'key'>,
    { headers, ...question }: Question,
  ): Promise<unknown> {
    const { json } = await this.client.sendForJson({
      method: 'GET',
      headers: { ...this.authorization(context), ...headers },
      ...question,
    });
    return json;
  }

  /** Stops work where that is done by deleting it; of what has ended by now, what it made goes with it. */
  protected async deleteAt(url: string, context: CallContext): Promise<'requested' | 'too_late'> {
    try {
      await this.client.send({ method: 'DELETE', url, headers: this.authorization(context) });
      return 'requested';
    } catch (error) {
      if (error instanceof ProviderFault && error.answer?.status === 404) return 'too_late';
      throw error;
    }
  }

  /** Work that is asked after by this id; whether there is any remains unknown when an answer names none. */
  protected accepted(id: unknown, known: Omit<ExternalRef, 'externalId'> = {}): Submitted {
    if (typeof id !== 'string') throw new ProviderFault('unreadable', `${this.vendor.name} named no work.`);
    return { kind: 'pending', ref: { externalId: id, ...known } };
  }
}

function redirectOf(error: unknown, url: string): string | null {
  if (!(error instanceof ProviderFault) || !error.answer) return null;
  const { status, headers } = error.answer;
  const { location = '' } = headers;
  return REDIRECTS.has(status) && URL.canParse(location, url) ? new URL(location, url).href : null;
}
