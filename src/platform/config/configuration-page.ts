import { VARIABLES } from './variables.js';

/** The text of docs/configuration.md. */
export function configurationPage(): string {
  const items = Object.entries(VARIABLES).map(
    ([name, { fallback, description }]) => `- **\`${name}\`** ${description}\n  When unset: ${fallback}.`,
  );
  return [
    '# Configuration',
    '',
    'The engine is configured by environment variables; all are optional, and an empty one counts as unset. A bad value',
    'stops the start with a list of everything that is wrong.',
    '',
    ...items,
    '',
    'This page is generated from `src/platform/config/variables.ts`:',
    '`UPDATE_DOCS=1 npx jest src/platform/config/configuration-page.spec.ts`.',
    '',
  ].join('\n');
}
