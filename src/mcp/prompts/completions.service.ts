import { Injectable } from '@nestjs/common';
import { CatalogueService } from '../../providers/catalogue.service.js';
import type { Params, Result } from '../protocol/exchange.types.js';
import { INVALID_PARAMS, ProtocolProblem } from '../protocol/protocol-problem.js';

const MOST = 100;

/** Completes the names of models and presets while somebody types them. */
@Injectable()
export class Completions {
  constructor(private readonly catalogue: CatalogueService) {}

  complete({ argument }: Params): Result {
    const { name, value } = (argument ?? {}) as { name?: unknown; value?: unknown };
    if (typeof name !== 'string' || typeof value !== 'string')
      throw new ProtocolProblem(INVALID_PARAMS, 'params.argument needs a name and a value');
    const fitting = this.namesFor(name).filter((candidate) => candidate.startsWith(value));
    return {
      completion: { values: fitting.slice(0, MOST), total: fitting.length, hasMore: fitting.length > MOST },
    };
  }

  private namesFor(argument: string): string[] {
    if (argument === 'preset') return this.presetsOfPictures();
    if (argument === 'model' || argument === 'slug') return this.catalogue.models().map(({ slug }) => slug);
    return [];
  }

  /** All prompts ask for pictures. */
  private presetsOfPictures(): string[] {
    const presets = this.catalogue.presets().filter(({ type }) => type === 'image');
    return presets.map(({ slug }) => slug);
  }
}
