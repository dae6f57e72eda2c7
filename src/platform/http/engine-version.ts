/** As in package.json, which a test compares. */
export const ENGINE_NAME = 'mcp-media-engine';
export const ENGINE_VERSION = '0.1.0';
export const API_VERSION = 'v1';
