import { Inject, Injectable } from '@nestjs/common';
import { AssetAnswer } from '../../assets/assets.dto.js';
import { AssetsService } from '../../assets/assets.service.js';
import { JobPresenter } from '../../jobs/job-presenter.service.js';
import { JobsService } from '../../jobs/reading/jobs.service.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { DomainError, ERROR_CODES } from '../../platform/errors.js';
import { PublicUrl } from '../../platform/http/public-url.js';
import type { Actor } from '../../teams/actor.types.js';
import { toSnakeCase } from '../naming/names.js';
import type { Message, Result } from '../protocol/exchange.types.js';
import { INVALID_PARAMS, ProtocolProblem, RESOURCE_NOT_FOUND } from '../protocol/protocol-problem.js';
import { requireAbility } from '../tools/require-ability.js';
import { CatalogueResources } from './catalogue-resources.service.js';
import { JOB_APP, JOB_APP_URI, jobAppContent } from './job-app.js';
import { JSON_TYPE, RESOURCES, TEMPLATES } from './resource-list.js';

const NOT_FOUND = { '2025': RESOURCE_NOT_FOUND, '2026': INVALID_PARAMS };

/** What can be read by its address, under the same abilities as everywhere. */
@Injectable()
export class Resources {
  constructor(
    private readonly jobs: JobsService,
    private readonly presenter: JobPresenter,
    private readonly assets: AssetsService,
    private readonly catalogue: CatalogueResources,
    private readonly publicUrl: PublicUrl,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
  ) {}

  list(): Result {
    return { resources: [...RESOURCES, JOB_APP] };
  }

  templates(): Result {
    return { resourceTemplates: TEMPLATES };
  }

  async read({ actor, params: { uri }, generation }: Message): Promise<Result> {
    if (typeof uri !== 'string') throw new ProtocolProblem(INVALID_PARAMS, 'params.uri must be a string');
    if (uri === JOB_APP_URI) return { contents: [jobAppContent(this.publicUrl.base)] };
    const content = await this.contentOf(actor, uri);
    if (content === undefined)
      throw new ProtocolProblem(NOT_FOUND[generation], 'Resource not found', { uri });
    return { contents: [{ uri, mimeType: JSON_TYPE, text: JSON.stringify(toSnakeCase(content)) }] };
  }

  private async contentOf(actor: Actor, uri: string): Promise<unknown> {
    const [, scheme, path = ''] = /^([a-z]+):\/\/(.*)$/.exec(uri) ?? [];
    try {
      if (scheme === 'job') return await this.job(actor, path);
      if (scheme === 'asset') return await this.asset(actor, path);
      if (scheme === 'engine') return await this.ofEngine(actor, path);
    } catch (thrown) {
      if (!(thrown instanceof DomainError) || thrown.code !== 'not_found') throw thrown;
    }
    return undefined;
  }

  private async job(actor: Actor, id: string): Promise<unknown> {
    requireAbility(actor, 'jobs:read');
    return this.presenter.forAnswer(await this.jobs.read(actor, id));
  }

  private async asset(actor: Actor, id: string): Promise<unknown> {
    requireAbility(actor, 'assets:read');
    const asset = await this.assets.read(actor.teamId, id);
    return AssetAnswer.of(asset, this.assets.present(asset, this.config.links.answerTtlMs));
  }

  private async ofEngine({ teamId }: Actor, path: string): Promise<unknown> {
    if (path === 'models') return { models: await this.catalogue.models(teamId) };
    if (path === 'presets') return { presets: this.catalogue.presets() };
    if (path === 'error-codes') return { errorCodes: errorCodes() };
    return this.catalogue.model(teamId, path.replace(/^models\//, ''));
  }
}

function errorCodes() {
  return Object.entries(ERROR_CODES).map(([code, { status, remediation }]) => ({
    code,
    status,
    remediation,
  }));
}
