import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../platform/errors.js';
import type { Provider } from './provider.types.js';

/** The token to inject all adapters by. */
export const PROVIDERS = Symbol('Providers');

@Injectable()
export class ProvidersService {
  private readonly byId: ReadonlyMap<string, Provider>;

  constructor(@Inject(PROVIDERS) providers: readonly Provider[]) {
    this.byId = new Map(providers.map((provider) => [provider.id, provider]));
  }

  has(id: string): boolean {
    return this.byId.has(id);
  }

  /** What the operator has to set before everybody may use it; null when nothing is missing. */
  missing(id: string): string | null {
    return this.byId.get(id)?.missing?.() ?? null;
  }

  isUsable(id: string): boolean {
    return this.has(id) && this.missing(id) === null;
  }

  /** Whether teams may bring keys of their own for it. */
  takesOwnKeys(id: string): boolean {
    return this.byId.get(id)?.takesOwnKeys?.() ?? false;
  }

  /** Whether a file of the input reaches it by a link or not at all. */
  takesLinksOnly(id: string): boolean {
    return this.byId.get(id)?.capabilities().takesLinksOnly ?? false;
  }

  takingOwnKeys(): string[] {
    return [...this.byId.keys()].filter((id) => this.takesOwnKeys(id));
  }

  provider(id: string): Provider {
    const provider = this.byId.get(id);
    if (!provider) throw new DomainError('model_unavailable', `This engine has no provider ${id}.`);
    return provider;
  }
}
