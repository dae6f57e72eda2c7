import { Injectable } from '@nestjs/common';
import { ModelView } from './catalogue.dto.js';
import { CatalogueService } from './catalogue.service.js';
import { type KeyedProviders, type ModelCard, offersOf } from './catalogue.types.js';
import { MeasuredModels } from './measured-models.service.js';

/** Models as callers see them: what the catalogue says, whether they can be had here, and what was measured. */
@Injectable()
export class ModelViews {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly measured: MeasuredModels,
  ) {}

  /** For a team with these keys of its own. */
  of(card: ModelCard, own: KeyedProviders): ModelView {
    const availability = this.catalogue.availability(card, own);
    return ModelView.of(card, {
      availability,
      isDefault: this.catalogue.isDefault(card, own),
      ownKey: availability.available && offersOf(card).some(({ provider }) => own.has(provider)),
      etaSeconds: this.measured.etaSeconds(card, 1),
      measure: this.measured.of(card),
    });
  }
}
