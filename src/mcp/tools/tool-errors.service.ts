import { Injectable, Logger } from '@nestjs/common';
import { type DomainError, ERROR_CODES } from '../../platform/errors.js';
import { toErrorBody } from '../../platform/http/error-body.js';
import { PublicUrl } from '../../platform/http/public-url.js';
import { toDomainError } from '../../platform/http/to-domain-error.js';
import type { Actor } from '../../teams/actor.types.js';
import { toSnakeCase, toSnakePath } from '../naming/names.js';
import { OurNames } from '../naming/our-names.service.js';
import { nextToolFor } from './next-tool.js';
import { remediationFor } from './remediation.js';
import { ToolRegistry } from './tool-registry.service.js';
import type { Toolset } from './tool.types.js';

export interface Refused {
  toolName: string;
  actor: Actor;
  toolset: Toolset | null;
}

export type Envelope = Record<'error', Record<string, unknown>>;

/** What a tool refused, in words that an agent can act on. */
@Injectable()
export class ToolErrors {
  private readonly logger = new Logger(ToolErrors.name);

  constructor(
    private readonly registry: ToolRegistry,
    private readonly names: OurNames,
    private readonly publicUrl: PublicUrl,
  ) {}

  envelope(thrown: unknown, refused: Refused): Envelope {
    const error = toDomainError(thrown);
    this.record(error, refused.actor);
    const { requestId } = refused.actor;
    const body = toErrorBody(error, { requestId, baseUrl: this.publicUrl.base });
    const nextTool = this.nextTool(error, refused);
    const isDefault = error.remediation === ERROR_CODES[error.code].remediation;
    return {
      error: {
        ...body,
        message: this.names.inText(body.message),
        remediation: this.names.inText((isDefault && remediationFor(error.code)) || body.remediation),
        ...(body.fields && {
          fields: body.fields.map(({ path, message }) => ({
            path: toSnakePath(path),
            message: this.names.inText(message),
          })),
        }),
        ...(body.context && { context: this.names.inValues(toSnakeCase(body.context)) }),
        ...(error.retryAfterSeconds !== undefined && { retry_after_seconds: error.retryAfterSeconds }),
        ...(nextTool && { next_tool: nextTool }),
      },
    };
  }

  private nextTool({ code }: DomainError, { toolName, actor, toolset }: Refused): string | undefined {
    const visible = new Set(this.registry.visibleTo(actor, toolset).map(({ tool }) => tool.name));
    return nextToolFor(code, toolName).find((name) => visible.has(name));
  }

  /** As at the HTTP edge: the cause of what nobody expected goes to the log once. */
  private record(error: DomainError, { requestId }: Actor): void {
    if (error.cause === undefined && error.code !== 'internal') return;
    const level = error.code === 'internal' ? 'error' : 'warn';
    this.logger[level]({ requestId, code: error.code, err: error.cause ?? error, msg: error.message });
  }
}
