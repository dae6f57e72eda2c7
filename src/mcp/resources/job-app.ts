import { readFileSync } from 'node:fs';
import { bundledFile } from '../../platform/bundled-files.js';
import { MODEL_VIEWER } from './model-viewer.js';

export const JOB_APP_URI = 'ui://mcp-media-engine/job';

const JOB_APP_TYPE = 'text/html;profile=mcp-app';
const PAGE = readFileSync(bundledFile('assets', 'mcp-app', 'job.html'), 'utf8');

export const JOB_APP = {
  uri: JOB_APP_URI,
  name: 'job-app',
  title: 'A generation as it happens',
  description: "Shows a job's progress and then its pictures, film, sound or model, in hosts that show apps.",
  mimeType: JOB_APP_TYPE,
};

/** The page may show and fetch files of this engine, and may reach nothing else. */
export function jobAppContent(base: string) {
  const { origin } = new URL(base);
  const csp = { resourceDomains: [origin], connectDomains: [origin] };
  return {
    uri: JOB_APP_URI,
    mimeType: JOB_APP_TYPE,
    text: PAGE.replace('%MODEL_VIEWER%', `${base}${MODEL_VIEWER.path}?v=${MODEL_VIEWER.version}`),
    _meta: { ui: { csp, prefersBorder: false } },
  };
}
