import { randomUUID } from 'node:crypto';
import { type Call, Emulator, type Work } from '../ground/emulator.js';
import type { Reply } from '../ground/reply.js';
import { aSound } from '../ground/sound.js';

/** Listed to who asks for legacy voices. */
const VOICE = { voice_id: '21m00Tcm4TlvDq8ikWAM', name: 'Rachel' };
const PAID = /^\/v1\/(text-to-speech\/\w+|sound-generation)$/;

/** ElevenLabs' speech, sounds and voices. */
export class ElevenLabsEmulator extends Emulator {
  answersWith: (work: Work) => Promise<Reply> | Reply = (work) => spoken(work);

  protected isSubmission({ method, path }: Call): boolean {
    return method === 'POST' && PAID.test(path);
  }

  protected handle(call: Call): Promise<Reply> | Reply {
    if (!call.headers['xi-api-key']) return refusal(401, 'invalid_api_key', 'Invalid API key');
    if (call.path === '/v1/voices') return voices(call);
    const body = (call.body ?? {}) as Record<string, unknown>;
    if (call.path.includes('text-to-speech') && !call.path.endsWith(VOICE.voice_id))
      return refusal(400, 'voice_not_found', 'A voice with that id was not found.');
    const work: Work = {
      id: randomUUID(),
      model: String(body['model_id']),
      body,
      state: 'succeeded',
      paid: false,
    };
    this.works.push(work);
    return this.answersWith(work);
  }
}

function voices({ query }: Call): Reply {
  return { status: 200, body: { voices: query.get('show_legacy') === 'true' ? [VOICE] : [] } };
}

export function contentRefused(): Reply {
  return refusal(400, 'content_against_policy', 'The content was refused.');
}

async function spoken(work: Work): Promise<Reply> {
  work.paid = true;
  return {
    status: 200,
    bytes: await aSound(),
    headers: { 'content-type': 'audio/mpeg', 'request-id': work.id },
  };
}

function refusal(status: number, code: string, message: string): Reply {
  return { status, body: { detail: { status: code, message } } };
}
