import { ADMIN_TOKEN } from './secrets.js';

export interface ErrorBody {
  code: string;
  message: string;
  remediation: string;
  docs_url: string;
  request_id: string;
  fields?: { path: string; message: string }[];
  context?: Record<string, unknown>;
}

export interface Answer<Body> {
  status: number;
  headers: Headers;
  /** The parsed JSON, or undefined where the answer is something else. */
  body: Body;
  /** What an error envelope holds; undefined where the answer is none. */
  error?: ErrorBody;
  /** The bytes as they came, to compare replays by. */
  text: string;
}

export type Json = Record<string, unknown>;

/** A door to one engine with one token; `asTeam` and `asOperator` give others. */
export class Api {
  constructor(
    private readonly url: string,
    private readonly token?: string,
  ) {}

  asOperator(): Api {
    return this.asTeam(ADMIN_TOKEN);
  }

  asTeam(token: string): Api {
    return new Api(this.url, token);
  }

  /** The same token at another process of the same engine. */
  at(engine: { url: string }): Api {
    return new Api(engine.url, this.token);
  }

  get<Body = Json>(path: string, headers?: Record<string, string>): Promise<Answer<Body>> {
    return this.send<Body>('GET', path, { headers });
  }

  post<Body = Json>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<Body>> {
    return this.send<Body>('POST', path, { json: body, headers });
  }

  delete<Body = Json>(path: string, headers?: Record<string, string>): Promise<Answer<Body>> {
    return this.send<Body>('DELETE', path, { headers });
  }

  /** `json` is turned into text; `body` goes out as it is, e.g. to send broken JSON. */
  async send<Body = Json>(
    method: string,
    path: string,
    request: { json?: unknown; body?: string | Uint8Array | FormData; headers?: Record<string, string> } = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(new URL(path, this.url), {
      method,
      redirect: 'manual',
      headers: {
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(request.json !== undefined && { 'content-type': 'application/json' }),
        ...request.headers,
      },
      body: request.json === undefined ? request.body : JSON.stringify(request.json),
    });
    const text = await response.text();
    const body = parsed(text) as Body & { error?: ErrorBody };
    return { status: response.status, headers: response.headers, body, error: body?.error, text };
  }
}

export function anApi(engine: { url: string }): Api {
  return new Api(engine.url);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
