interface KnownPath {
  pattern: RegExp;
  methods: Set<string>;
}

/** Knows every path that is served, to tell "no such address" from "not with this method". */
export class RouteTable {
  private readonly paths = new Map<string, KnownPath>();

  add(url: string, methods: string | string[]): void {
    // The answer to preflight requests is registered for every address there could be.
    if (url === '*' || url === '/*') return;
    const path = this.paths.get(url) ?? { pattern: toPattern(url), methods: new Set() };
    for (const method of [methods].flat()) path.methods.add(method);
    this.paths.set(url, path);
  }

  /** Empty when nothing is served at the path. */
  methodsAt(url: string): string[] {
    const path = withoutQuery(url);
    const matching = [...this.paths.values()].filter(({ pattern }) => pattern.test(path));
    return [...new Set(matching.flatMap(({ methods }) => [...methods]))].toSorted();
  }
}

export function withoutQuery(url: string): string {
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}

function toPattern(url: string): RegExp {
  const source = url
    .split('/')
    .map((segment) => {
      if (segment.startsWith(':')) return '[^/]+';
      return segment === '*' ? '.*' : segment.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    })
    .join('/');
  return new RegExp(`^${source}$`);
}
