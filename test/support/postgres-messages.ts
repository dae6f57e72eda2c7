/** What a PostgreSQL says, for servers that only pretend to be one. */
export function message(type: string, content: Buffer | string): Buffer {
  const body = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
}

export function letIn(): Buffer {
  return Buffer.concat([message('R', Buffer.from([0, 0, 0, 0])), message('Z', 'I')]);
}

export function refusal(sqlState: string, text: string): Buffer {
  return message('E', `SFATAL\0C${sqlState}\0M${text}\0\0`);
}
