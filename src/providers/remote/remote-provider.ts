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
import { prepareRemote } from './prepare-remote.js';
import type { ProviderCallRequest, ProviderClient } from './provider-client.js';
import { RemoteAccount, type Vendor } from './remote-account.js';

/** What is the same of all providers far away: an account there, orders from the catalogue's templates, files by address. */
export abstract class RemoteProvider implements Provider {
  readonly id: RemoteProviderId;
  protected readonly account: RemoteAccount;
  private readonly ownKeysAllowed: boolean;

  constructor(
    vendor: Vendor,
    { providers }: Pick<EngineConfig, 'providers'>,
    protected readonly client: ProviderClient,
  ) {
    this.id = vendor.id;
    this.account = new RemoteAccount(providers.each[vendor.id], vendor);
    this.ownKeysAllowed = providers.ownKeys.allowed && vendor.url !== null;
  }

  abstract capabilities(): ProviderCapabilities;
  abstract submit(prepared: PreparedRender, context: SubmitContext): Promise<Submitted>;
  abstract poll(ref: ExternalRef, context: ProviderContext): Promise<RemoteState>;
  abstract classify(error: unknown): ProviderError;
  /** The cheapest question that costs nothing and is answered to good keys only. */
  protected abstract freeQuestion(context: CallContext): Pick<ProviderCallRequest, 'url' | 'headers'>;

  missing(): string | null {
    return this.account.missing();
  }

  takesOwnKeys(): boolean {
    return this.ownKeysAllowed;
  }

  prepare(request: RenderRequest): PreparedRender {
    return prepareRemote(request);
  }

  async check(context: CallContext): Promise<void> {
    await this.client.send({ method: 'GET', ...this.freeQuestion(context), signal: context.signal });
  }

  isOwnAddress(url: string): boolean {
    return this.account.isOwnAddress(url);
  }

  async fetchOwn(url: string, target: FetchTarget, context: ProviderContext): Promise<void> {
    const headers = this.fileHeaders(context);
    await this.client.download({ method: 'GET', url, headers, signal: context.signal, ...target });
  }

  /** For providers whose files want the key. */
  protected fileHeaders(_context: ProviderContext): OutgoingHttpHeaders {
    return {};
  }
}
