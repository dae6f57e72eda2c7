const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/** RFC 9728 puts the path of the resource behind the well-known one. */
export function protectedResourcePath(path: string): string {
  return `${WELL_KNOWN}${path}`;
}
