import { Injectable } from '@nestjs/common';
import { CatalogueService } from '../../providers/catalogue.service.js';
import type { ModelView } from '../../providers/catalogue.dto.js';
import type { KeyedProviders, ModelCard } from '../../providers/catalogue.types.js';
import { OwnKeys } from '../../providers/keys/own-keys.service.js';
import { ModelViews } from '../../providers/model-views.service.js';
import {
  type FoundTool,
  FoundTools,
  type ModelDetail,
  SearchToolsInput,
  ToolDetail,
  ToolDetailInput,
} from './generation.dto.js';
import { GENERATION_TOOLS, type GenerationSlug } from './generation-slugs.js';
import { findBest } from './tool-ranking.js';
import { READS, tool, type Tool, type ToolFamily } from './tool.types.js';

/** What `generate` can make, found by words and described so that a call succeeds the first time. */
@Injectable()
export class ToolSearchTools implements ToolFamily {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly views: ModelViews,
    private readonly keys: OwnKeys,
  ) {}

  tools(): Tool[] {
    return [
      tool({
        name: 'search_tools',
        title: 'Search generation tools',
        description:
          'Finds what generate can make, with models and prices. Use a slug that it answers as `tool`. Costs nothing; ' +
          'returns no job_id.',
        toolsets: ['generation'],
        abilities: [],
        annotations: READS,
        input: SearchToolsInput,
        output: FoundTools,
        run: async ({ query }, { actor }) => ({
          value: { tools: this.found(await this.keys.providersOf(actor.teamId), query) },
        }),
      }),
      tool({
        name: 'get_tool_detail',
        title: 'Get the details of a generation tool',
        description:
          'Describes one tool of search_tools: its models with prices and the JSON Schema of their fields, and its ' +
          'presets. Costs nothing; returns no job_id.',
        toolsets: ['generation'],
        abilities: [],
        annotations: READS,
        input: ToolDetailInput,
        output: ToolDetail,
        run: async ({ tool: slug }, { actor }) => ({
          value: this.detail(slug as GenerationSlug, await this.keys.providersOf(actor.teamId)),
        }),
      }),
    ];
  }

  private found(own: KeyedProviders, query = ''): FoundTool[] {
    const slugs = Object.keys(GENERATION_TOOLS) as GenerationSlug[];
    const tools = slugs.map((slug) => ({ slug, ...GENERATION_TOOLS[slug], text: this.textOf(slug) }));
    return findBest(tools, query).map(({ slug }) => this.summary(slug, own));
  }

  private textOf(slug: GenerationSlug): string {
    const { type, title } = GENERATION_TOOLS[slug];
    const models = this.modelsOf(type).map((card) => `${card.slug} ${card.title} ${card.description}`);
    const presets = this.presetsOf(type).map((preset) => `${preset.slug} ${preset.title}`);
    return [slug, title, ...models, ...presets].join(' ');
  }

  private summary(slug: GenerationSlug, own: KeyedProviders): FoundTool {
    const { type, title } = GENERATION_TOOLS[slug];
    const usable = this.modelsOf(type)
      .map((card) => this.views.of(card, own))
      .filter(({ available }) => available);
    return {
      tool: slug,
      title,
      type,
      available: usable.length > 0,
      creditsFrom: usable.length > 0 ? Math.min(...usable.map(({ price }) => price.from)) : null,
      models: usable.map(({ slug: model }) => model),
    };
  }

  private detail(slug: GenerationSlug, own: KeyedProviders): ToolDetail {
    const { type, title } = GENERATION_TOOLS[slug];
    return {
      tool: slug,
      title,
      type,
      models: this.modelsOf(type).map((card) => modelDetail(this.views.of(card, own))),
      presets: this.presetsOf(type).map(({ slug, title, description }) => ({ slug, title, description })),
    };
  }

  private modelsOf(type: string): ModelCard[] {
    return this.catalogue.models().filter((card) => card.type === type);
  }

  private presetsOf(type: string) {
    return this.catalogue.presets().filter((preset) => preset.type === type);
  }
}

function modelDetail(view: ModelView): ModelDetail {
  const { slug, title, description, available, unavailableReason, inputSchema } = view;
  const { etaSeconds, p50Seconds, p95Seconds, successRate } = view;
  return {
    slug,
    title,
    description,
    default: view.default,
    available,
    unavailableReason,
    credits: view.price.credits,
    creditsPer: view.price.per,
    price: view.price.summary,
    maxPromptLength: view.maxPromptLength,
    maxOutputs: view.maxOutputs,
    etaSeconds,
    p50Seconds,
    p95Seconds,
    successRate,
    inputSchema,
  };
}
