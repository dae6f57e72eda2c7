import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import type { CallContext, PreparedRender, SubmitContext, Submitted } from '../provider.types.js';
import { madeFile } from '../remote/made-file.js';
import { ProviderClient } from '../remote/provider-client.js';
import { ProviderFault } from '../remote/provider-fault.errors.js';
import { ANSWERS_AT_ONCE, type Vendor } from '../remote/remote-account.js';
import { RemoteProvider } from '../remote/remote-provider.js';
import { explainElevenLabs } from './elevenlabs-errors.js';
import { Voices } from './voices.js';

const ELEVENLABS: Vendor = {
  id: 'elevenlabs',
  name: 'ElevenLabs',
  url: 'https://api.elevenlabs.io',
  variable: 'ELEVENLABS_API_KEY',
  freeQuestion: '/v1/voices',
  capabilities: ANSWERS_AT_ONCE,
  explain: explainElevenLabs,
};
const OUTPUT_FORMAT = 'mp3_44100_128';

/** ElevenLabs. It answers with the sound itself; what a crash interrupts can't be asked after. */
@Injectable()
export class ElevenLabsProvider extends RemoteProvider {
  private readonly voices = new Voices();

  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'providers'>, client: ProviderClient) {
    super(ELEVENLABS, config, client);
  }

  async submit({ body }: PreparedRender, context: SubmitContext): Promise<Submitted> {
    const { voice, ...order } = body;
    const resource =
      typeof voice === 'string' ? `text-to-speech/${await this.voiceId(voice, context)}` : 'sound-generation';
    const { file } = await madeFile(this.client, context, {
      url: `${this.account.base}/v1/${resource}?output_format=${OUTPUT_FORMAT}`,
      headers: this.authorization(context),
      body: order,
    });
    return { kind: 'done', state: { state: 'succeeded', outputs: [{ file, mimeType: 'audio/mpeg' }] } };
  }

  protected override authorization(context: Pick<CallContext, 'key'>) {
    return { 'xi-api-key': this.account.key(context) };
  }

  /** Before anything is paid for: that the list is not answered says that nothing was sent. */
  private async voiceId(voice: string, context: SubmitContext): Promise<string> {
    return this.voices.idOf(voice, this.account.key(context), () => this.listVoices(context));
  }

  /** With the voices that it speaks by and no longer lists of itself, of which Rachel is one. */
  private async listVoices(context: SubmitContext) {
    try {
      const list = await this.ask(context, { url: `${this.account.base}/v1/voices?show_legacy=true` });
      return (list as { voices?: { voice_id: string; name?: string }[] }).voices ?? [];
    } catch (error) {
      if (error instanceof ProviderFault && (!error.answer || error.answer.status >= 500))
        throw new ProviderFault('not_sent', error.message, { cause: error });
      throw error;
    }
  }
}
