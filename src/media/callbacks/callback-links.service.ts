import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { SecretBox } from '../../platform/secret-box.js';
import type { Provider } from '../../providers/provider.types.js';

const PURPOSE = 'provider-callback';

/** Addresses for one call each. What they are signed with lets a callback find its call when its reference was lost. */
@Injectable()
export class CallbackLinks {
  constructor(
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'publicUrl'>,
    private readonly secrets: SecretBox,
  ) {}

  /** Only at an address that was configured: nobody outside reaches the one that the server happens to be bound to. */
  areSentTo(provider: Provider): boolean {
    return this.config.publicUrl !== null && provider.verifyCallback !== undefined;
  }

  linkFor(provider: Provider, callId: string): string | undefined {
    if (!this.areSentTo(provider)) return undefined;
    const signature = encodeURIComponent(this.secrets.sign(PURPOSE, callId));
    return `${this.config.publicUrl}/v1/provider-callbacks/${callId}?sig=${signature}`;
  }

  isGenuine(callId: string, signature: string): boolean {
    return this.secrets.verify(PURPOSE, callId, signature);
  }
}
