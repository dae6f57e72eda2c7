/** The part of the library that is used here; it comes without types. */
declare module 'gltf-validator' {
  interface Report {
    issues: { numErrors: number; numWarnings: number; messages: unknown[] };
    info: { generator: string; totalTriangleCount: number };
  }

  export function validateBytes(bytes: Uint8Array): Promise<Report>;
}
