import { ENGINE_ICON } from '../../platform/http/engine-icon.js';
import { ENGINE_NAME, ENGINE_VERSION } from '../../platform/http/engine-version.js';

export const SERVER_INFO = { name: ENGINE_NAME, title: 'MCP Media Engine', version: ENGINE_VERSION };

/** Where the server introduces itself once, and not with every answer. */
export const SERVER_INFO_WITH_ICON = {
  ...SERVER_INFO,
  icons: [
    {
      src: ENGINE_ICON,
      mimeType: 'image/svg+xml',
      sizes: ['any'],
    },
  ],
};

/** What a model should know before its first call. */
export const INSTRUCTIONS = [
  'Makes images, video, sound and 3D objects as jobs that take seconds to minutes. No call blocks:',
  '1. generate (or generate_image and its siblings) charges the credits and returns a job_id at once.',
  '2. Wait poll_after_seconds, then call check_generation (or get_job_status) with the job_id; repeat until it is done.',
  '3. The file is behind the link in output. If the job failed, its credits are back already.',
  'Give every call that spends a request_id of your own and reuse it when you retry: then it is charged once.',
  'A refused call says why in error and what to do in error.remediation; error.next_tool is the tool that helps.',
  'bulk_generate_access_codes makes access codes as a job too: follow it with get_job_status, then call export_access_codes.',
  'Job ids stay valid in later conversations; list_generations and list_jobs find them again.',
].join('\n');

export const TASKS_EXTENSION = 'io.modelcontextprotocol/tasks';

const CAPABILITIES = { tools: {}, resources: {}, prompts: {}, completions: {} };

/** Clients look for exactly these words before they follow a call as a task. */
export const CAPABILITIES_OF_2025 = {
  ...CAPABILITIES,
  tasks: { list: {}, cancel: {}, requests: { tools: { call: {} } } },
};

export const CAPABILITIES_OF_2026 = { ...CAPABILITIES, extensions: { [TASKS_EXTENSION]: {} } };
