export const INTRODUCTION = `
Work that takes too long for a request runs here as durable jobs: a call answers at once with a job, and the job's
result is fetched, waited for or announced.

### Authentication

Send your token with every request: \`Authorization: Bearer mme_…\`. Press **Authorize** below to try requests from this
page. A token speaks for one team and has abilities such as \`jobs:write\`; the operator of the engine makes the first
one with \`POST /v1/admin/teams/{id}/tokens\` and the \`ADMIN_TOKEN\`, a token with \`tokens:manage\` makes more.

### Retries

Give every POST an \`Idempotency-Key\` of your choice. If the connection breaks, send the same request with the same key:
the work is done once, and the answer is replayed for 24 hours with \`Idempotency-Replayed: true\`.

### Errors

Every refusal is \`{ "error": { code, message, remediation, docs_url, request_id, fields?, context? } }\`. Branch on
\`code\`: the list is closed, see \`GET /v1/error-codes\`. \`request_id\` is the \`X-Request-Id\` of the answer; send your own
with the request to follow it through the engine's logs.

### Lists

Lists answer \`{ data, nextCursor }\`, take \`limit\` (1 to 100) and \`cursor\`, and end when \`nextCursor\` is null. Times
are ISO 8601 in UTC.
`;
