/** Many clients send null for what they leave out. The SDKs would take that for no message at all. */
export function withoutNullParams(body: unknown): unknown {
  return Array.isArray(body) ? body.map(withoutThem) : withoutThem(body);
}

function withoutThem(message: unknown): unknown {
  if (typeof message !== 'object' || message === null || !('params' in message)) return message;
  const { params, ...rest } = message;
  return params === null ? rest : message;
}
