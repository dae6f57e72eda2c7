import type { SseSession } from './sse-session.js';

const EVENT_STREAM = 'text/event-stream';
const DATA = 'data: ';

/** What came over Streamable HTTP, put into the session's own stream. */
export async function carryInto(session: SseSession, response: Response): Promise<void> {
  if (!response.body) return;
  const isStream = response.headers.get('content-type')?.startsWith(EVENT_STREAM);
  if (!isStream) return session.push('message', await response.text());
  let text = '';
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    const lines = text.split('\n');
    text = lines.pop()!;
    for (const line of lines)
      if (line.startsWith(DATA) && line.length > DATA.length)
        session.push('message', line.slice(DATA.length));
  }
}
