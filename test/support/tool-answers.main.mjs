import { readdir } from 'node:fs/promises';
import 'reflect-metadata';

// What each tool of the built engine answers, whole: `tools/list` leaves out what a model can do without. Only the build writes
// down what output classes say, so this is a process of its own beside the tests.

const TOOLS = new URL('../../dist/src/mcp/tools/', import.meta.url);
const { valueSchemaOf } = await import(new URL('../schema/json-schema-of.js', TOOLS).href);

const answers = {};
for (const file of await readdir(TOOLS)) {
  if (!file.endsWith('.tools.js')) continue;
  for (const Family of Object.values(await import(new URL(file, TOOLS).href)))
    for (const { name, output } of new Family().tools()) answers[name] = valueSchemaOf(output);
}
console.log(JSON.stringify(answers));
