import { ApiProperty, IntersectionType, PickType } from '@nestjs/swagger';
import { IsIn, IsObject, IsOptional, IsString, Length } from 'class-validator';
import { GENERATION_STATUSES, type GenerationStatus, GenerationView } from '../../jobs/generation.dto.js';
import { JobInput } from '../../media/media.dto.js';
import { PageQuery } from '../../platform/http/page.dto.js';
import { GENERATION_TOOLS } from './generation-slugs.js';
import { SpendingTerms } from './spending.dto.js';

const SLUGS = Object.keys(GENERATION_TOOLS);

export class SearchToolsInput {
  /** Words to look for; everything when left out. */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  query?: string;
}

export class FoundTool {
  /** What `generate` and `get_tool_detail` take as `tool`. */
  tool: string;
  title: string;
  type: string;
  /** Whether one of its models can be used now. */
  available: boolean;
  /** The lowest price of its models, for an output or for a second or half a minute of it. */
  @ApiProperty({ type: Number, nullable: true })
  creditsFrom: number | null;
  models: string[];
}

export class FoundTools {
  tools: FoundTool[];
}

export class ToolDetailInput {
  /** A slug of search_tools. */
  @IsIn(SLUGS)
  tool: string;
}

export class ModelDetail {
  slug: string;
  title: string;
  description: string;
  /** Taken when no model is named. */
  default: boolean;
  available: boolean;
  @ApiProperty({ type: String, nullable: true })
  unavailableReason: string | null;
  credits: number;
  /** What is counted, e.g. each output. */
  creditsPer: string;
  /** The whole price in words, with what changes it; it is rounded up to whole credits for each output. */
  price: string;
  /** How many characters a prompt may have. */
  maxPromptLength: number;
  /** How many variations, `n`, one call may ask for. */
  maxOutputs: number;
  /** What one output is expected to take. */
  etaSeconds: number;
  /** Half of the jobs lately took no longer; null until it is measured. */
  @ApiProperty({ type: Number, nullable: true })
  p50Seconds: number | null;
  /** 19 of 20 jobs took no longer. */
  @ApiProperty({ type: Number, nullable: true })
  p95Seconds: number | null;
  /** 0 to 1. */
  @ApiProperty({ type: Number, nullable: true })
  successRate: number | null;
  /** JSON Schema of the model's own fields; they stand in `input` beside the prompt. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  inputSchema: Record<string, unknown>;
}

class PresetDetail {
  slug: string;
  title: string;
  description: string;
}

export class ToolDetail {
  tool: string;
  title: string;
  type: string;
  models: ModelDetail[];
  presets: PresetDetail[];
}

export class GenerateInput extends IntersectionType(
  PickType(JobInput, ['webhookUrl', 'metadata', 'maxCredits', 'cancelAfterSeconds'] as const),
  SpendingTerms,
) {
  /** What to make: a slug of search_tools. */
  @IsIn(SLUGS)
  tool: string;

  /** `prompt`, and optionally `model`, `preset`, `n` and the model's own fields as get_tool_detail lists them. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  @IsObject()
  input: Record<string, unknown>;
}

/** What `generate` answers at once; its native task ends with what `check_generation` answers. */
export class GenerateOutput extends PickType(GenerationView, [
  'jobId',
  'etaSeconds',
  'pollAfterSeconds',
  'creditsCharged',
  'output',
  'error',
] as const) {
  @ApiProperty({ enum: GENERATION_STATUSES })
  status: GenerationStatus;
  tool?: string;
  type?: string;
  /** True when this request_id was answered before; nothing was charged again. */
  replayed?: boolean;
  done?: boolean;
  message?: string;
}

export class ListGenerationsInput extends PageQuery {}

export class GenerationSummary extends PickType(GenerationView, ['jobId', 'status', 'done'] as const) {
  type: string;
  prompt: string;
  @ApiProperty({ type: String, nullable: true })
  output: string | null;
  createdAt: string;
}

export class GenerationList {
  generations: GenerationSummary[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}
