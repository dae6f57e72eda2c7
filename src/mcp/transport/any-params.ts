import type { StandardSchemaV1 } from '@modelcontextprotocol/server';
import type { Params } from '../protocol/exchange.types.js';

/** Lets the parameters of a method through as they are: they are checked where they are used. */
export const anyParams: StandardSchemaV1<Params, Params> = {
  '~standard': { version: 1, vendor: 'mcp-media-engine', validate: (value) => ({ value: value as Params }) },
};
