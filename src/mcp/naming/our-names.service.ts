import { Injectable } from '@nestjs/common';
import { propertyFactsOf } from '../schema/property-facts.js';
import { ToolRegistry } from '../tools/tool-registry.service.js';
import { toSnakeName } from './names.js';

/** Says of a word in a message whether it is the name of a field of ours, and then writes it as MCP does. */
@Injectable()
export class OurNames {
  private readonly names: ReadonlySet<string>;

  constructor(registry: ToolRegistry) {
    const fields = [...registry.all()].flatMap(({ tool }) => Object.keys(propertyFactsOf(tool.input)));
    this.names = new Set(fields.filter((name) => name !== toSnakeName(name)));
  }

  inText(text: string): string {
    return text.replace(/\b[a-z]+(?:[A-Z][a-z0-9]*)+\b/g, (word) =>
      this.names.has(word) ? toSnakeName(word) : word,
    );
  }

  /** A value that names a field, e.g. the limit that was exceeded. */
  inValues(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        typeof inner === 'string' ? this.inText(inner) : inner,
      ]),
    );
  }
}
