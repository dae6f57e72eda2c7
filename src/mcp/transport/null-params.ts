/** Many clients send null for what they leave out. The SDKs would take that for no message at all. */
export function withoutNullParams(body: unknown): unknown {
  return Array.isArray(body) ? body.map(withoutThem) : withoutThem(body);
}

function withoutThem(message: unknown): unknown {
  if (typeof message !== 'object' || message === null || !('params' in message)) return message;
  const { params, ...rest } = message;
  return params === null ? rest : { ...rest, params: withoutNullMeta(params) };
}

function withoutNullMeta(params: unknown): unknown {
  if (typeof params !== 'object' || params === null || !('_meta' in params)) return params;
  const { _meta, ...rest } = params;
  return _meta === null ? rest : params;
}
