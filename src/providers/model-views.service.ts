import { Injectable } from '@nestjs/common';
import { ModelView } from './catalogue.dto.js';
import { CatalogueService } from './catalogue.service.js';
import type { ModelCard } from './catalogue.types.js';
import { MeasuredModels } from './measured-models.service.js';

/** Models as callers see them: what the catalogue says, whether they can be had here, and what was measured. */
@Injectable()
export class ModelViews {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly measured: MeasuredModels,
  ) {}

  of(card: ModelCard): ModelView {
    return ModelView.of(card, {
      availability: this.catalogue.availability(card),
      isDefault: this.catalogue.isDefault(card),
      etaSeconds: this.measured.etaSeconds(card, 1),
      measure: this.measured.of(card),
    });
  }
}
