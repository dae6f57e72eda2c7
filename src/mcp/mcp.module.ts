import { Module } from '@nestjs/common';
import { AccessCodesModule } from '../access-codes/access-codes.module.js';
import { AssetsModule } from '../assets/assets.module.js';
import { CreditsModule } from '../credits/credits.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { MediaModule } from '../media/media.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { TeamsModule } from '../teams/teams.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { OurNames } from './naming/our-names.service.js';
import { Completions } from './prompts/completions.service.js';
import { Prompts } from './prompts/prompts.service.js';
import { McpAnswers } from './protocol/mcp-answers.service.js';
import { McpMethods } from './protocol/mcp-methods.service.js';
import { ToolMethods } from './protocol/tool-methods.service.js';
import { DocPagesController } from './reference/doc-pages.controller.js';
import { ErrorPageController } from './reference/error-page.controller.js';
import { HomeController } from './reference/home.controller.js';
import { CatalogueResources } from './resources/catalogue-resources.service.js';
import { ModelViewerController } from './resources/model-viewer.controller.js';
import { Resources } from './resources/resources.service.js';
import { SseController } from './sse/sse.controller.js';
import { SseSessions } from './sse/sse-sessions.service.js';
import { JobTasks } from './tasks/job-tasks.service.js';
import { LegacyTasks } from './tasks/legacy-tasks.service.js';
import { ModernTasks } from './tasks/modern-tasks.service.js';
import { AccessCodeTools } from './tools/access-codes.tools.js';
import { AccountTools } from './tools/account.tools.js';
import { BatchTools } from './tools/batch.tools.js';
import { CodeDeskTools } from './tools/code-desk.tools.js';
import { CodeRevocations } from './tools/code-revocations.service.js';
import { GenerationTools } from './tools/generation.tools.js';
import { Generations } from './tools/generations.service.js';
import { JobCancels } from './tools/job-cancels.service.js';
import { JobFiles } from './tools/job-files.service.js';
import { JobLists } from './tools/job-lists.service.js';
import { JobLooks } from './tools/job-looks.service.js';
import { JobTools } from './tools/jobs.tools.js';
import { MediaTools } from './tools/media.tools.js';
import { PolledJobs } from './tools/polled-jobs.service.js';
import { SpendingQuestions } from './tools/spending-questions.service.js';
import { Spending } from './tools/spending.service.js';
import { ToolCalls } from './tools/tool-calls.service.js';
import { ToolErrors } from './tools/tool-errors.service.js';
import { ToolRegistry } from './tools/tool-registry.service.js';
import { ToolSearchTools } from './tools/tool-search.tools.js';
import { TOOL_FAMILIES, type ToolFamily } from './tools/tool.types.js';
import { Webhooks } from './tools/webhooks.service.js';
import { WebhookTools } from './tools/webhooks.tools.js';
import { LegacyAdapter } from './transport/legacy.adapter.js';
import { McpController } from './transport/mcp.controller.js';
import { McpDoor } from './transport/mcp-door.service.js';
import { ModernAdapter } from './transport/modern.adapter.js';
import { Origins } from './transport/origins.service.js';
import { ProtectedResourceController } from './transport/protected-resource.controller.js';

/** In the order in which `tools/list` shows them. */
const FAMILIES = [
  ToolSearchTools,
  GenerationTools,
  MediaTools,
  BatchTools,
  JobTools,
  AccessCodeTools,
  CodeDeskTools,
  AccountTools,
  WebhookTools,
];

@Module({
  imports: [
    TeamsModule,
    CreditsModule,
    JobsModule,
    AssetsModule,
    ProvidersModule,
    MediaModule,
    WebhooksModule,
    AccessCodesModule,
  ],
  controllers: [
    McpController,
    SseController,
    ProtectedResourceController,
    HomeController,
    DocPagesController,
    ErrorPageController,
    ModelViewerController,
  ],
  providers: [
    ...FAMILIES,
    { provide: TOOL_FAMILIES, inject: FAMILIES, useFactory: (...families: ToolFamily[]) => families },
    ToolRegistry,
    ToolCalls,
    ToolErrors,
    OurNames,
    Generations,
    JobLooks,
    PolledJobs,
    JobFiles,
    JobLists,
    JobCancels,
    CodeRevocations,
    Spending,
    SpendingQuestions,
    Webhooks,
    ToolMethods,
    McpAnswers,
    McpMethods,
    JobTasks,
    LegacyTasks,
    ModernTasks,
    Resources,
    CatalogueResources,
    Prompts,
    Completions,
    LegacyAdapter,
    ModernAdapter,
    McpDoor,
    SseSessions,
    Origins,
  ],
})
export class McpModule {}
