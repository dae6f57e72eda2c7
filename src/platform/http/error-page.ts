import { ERROR_CODES } from '../errors.js';

const STYLE = `
  body { margin: 3rem auto; max-width: 46rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
  section { padding: .25rem 1rem; border-left: .25rem solid transparent; }
  section:target { border-color: currentColor; }
  h2 { margin-bottom: 0; font-size: 1.1rem; }
  p { margin-top: .25rem; }`;

/** What `docs_url` of a refusal opens in a browser: the closed list, each code at an anchor of its own name. */
export function errorPage(): string {
  const sections = Object.entries(ERROR_CODES).map(
    ([code, { status, remediation }]) =>
      `<section id="${code}"><h2><code>${code}</code> · ${status}</h2><p>${escaped(remediation)}</p></section>`,
  );
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>Error codes · MCP Media Engine</title>`,
    `<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head>`,
    '<body><h1>Error codes</h1>',
    '<p>The list is closed: branch on the code. Beside each stand its HTTP status and what to do about it.</p>',
    ...sections,
    '</body></html>',
    '',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
