import { ENGINE_ICON } from './engine-icon.js';

export const HTML = 'text/html; charset=utf-8';

/** For `content-security-policy`: such a page runs nothing and loads nothing. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'";

const STYLE = `
  :root {
    color-scheme: light dark;
    --ink: light-dark(#1d2b3a, #dfe6ec); --soft: light-dark(#5c6b79, #9fb0bf); --line: light-dark(#dde4ea, #2b3947);
    --well: light-dark(#f2f5f7, #1c2833); --link: light-dark(#0b62a3, #7cc0f5); --accent: #d99a26;
  }
  * { box-sizing: border-box; }
  html { background: light-dark(#fff, #141c24); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
  body { display: flex; gap: 3rem; max-width: 76rem; margin: 0 auto; padding: 2rem 1.25rem 5rem; }
  nav { flex: 0 0 13rem; position: sticky; top: 2rem; align-self: flex-start; font-size: .95rem; }
  nav img { display: block; width: 2.25rem; margin-bottom: .5rem; }
  nav ul { list-style: none; margin: 1rem 0; padding: 0; }
  nav a { display: block; padding: .2rem 0; color: var(--soft); text-decoration: none; }
  nav a:hover, nav a[aria-current] { color: var(--ink); }
  nav a[aria-current], nav .home { font-weight: 600; color: var(--ink); }
  main { flex: 1; min-width: 0; max-width: 52rem; }
  h1 { margin: 0 0 1rem; font-size: 2rem; line-height: 1.2; }
  h2 { margin: 2.5rem 0 .75rem; font-size: 1.3rem; line-height: 1.3; }
  h3 { margin: 1.75rem 0 .5rem; font-size: 1.05rem; }
  :target { scroll-margin-top: 1rem; }
  section { padding: .1rem 1rem; border-left: .25rem solid transparent; }
  section:target { border-color: var(--accent); }
  section h2 { margin: 1rem 0 0; font-size: 1.05rem; }
  section p { margin-top: .25rem; }
  a { color: var(--link); }
  code { padding: .1em .3em; border-radius: .25rem; background: var(--well); font-family: ui-monospace, monospace; font-size: .875em; }
  pre { padding: .9rem 1.1rem; border-radius: .5rem; background: var(--well); overflow-x: auto; line-height: 1.5; }
  pre code { padding: 0; background: none; }
  table { display: block; max-width: 100%; overflow-x: auto; border-collapse: collapse; font-size: .95rem; }
  th, td { padding: .45rem .8rem .45rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
  @media (max-width: 50rem) { body { display: block; } nav { position: static; } nav ul { columns: 2; } }`;

interface Page {
  title: string;
  /** HTML, as is `main`. */
  nav?: string;
  main: string;
}

/** A page for people: light or dark as they like it, and readable without scripts. */
export function htmlPage({ title, nav, main }: Page): string {
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)} · MCP Media Engine</title>`,
    `<meta name="viewport" content="width=device-width"><link rel="icon" href="${ENGINE_ICON}">`,
    `<style>${STYLE}</style></head>`,
    `<body>${nav === undefined ? '' : `<nav>${nav}</nav>`}`,
    `<main>${main}</main></body></html>`,
    '',
  ].join('\n');
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
