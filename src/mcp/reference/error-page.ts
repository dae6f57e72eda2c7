import { ERROR_CODES } from '../../platform/errors.js';
import { escaped, htmlPage } from '../../platform/http/html-page.js';
import { docNav } from './doc-html.js';

/** What `docs_url` of a refusal opens in a browser: the closed list, each code at an anchor of its own name. */
export function errorPage(): string {
  const sections = Object.entries(ERROR_CODES).map(
    ([code, { status, remediation }]) =>
      `<section id="${code}"><h2><code>${code}</code> · ${status}</h2><p>${escaped(remediation)}</p></section>`,
  );
  const main = [
    '<h1>Error codes</h1>',
    '<p>The list is closed: branch on the code. Beside each stand its HTTP status and what to do about it.</p>',
    ...sections,
  ].join('\n');
  return htmlPage({
    title: 'Error codes',
    nav: docNav({ folder: '', home: '../', current: 'errors' }),
    main,
  });
}
