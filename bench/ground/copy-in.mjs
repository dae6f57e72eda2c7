/** COPY … FROM STDIN of bytes that are ready, in the words of the protocol. */
export function copyIn(client, sql, bytes) {
  return new Promise((resolve, reject) => {
    client.query({
      submit: (connection) => connection.query(sql),
      handleCopyInResponse(connection) {
        connection.sendCopyFromChunk(bytes);
        connection.endCopyFrom();
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => resolve(),
      handleError: (error) => reject(new Error('COPY failed', { cause: error })),
    });
  });
}

/** Rows in COPY's text format. */
export function copyText(rows) {
  return Buffer.from(rows.map((row) => `${row.map(cell).join('\t')}\n`).join(''));
}

function cell(value) {
  if (value === null) return String.raw`\N`;
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', String.raw`\t`)
    .replaceAll('\n', String.raw`\n`);
}
