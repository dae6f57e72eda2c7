import { Injectable } from '@nestjs/common';
import { ModelView } from '../../providers/catalogue.dto.js';
import { CatalogueService } from '../../providers/catalogue.service.js';

/** The catalogue as REST shows it. */
@Injectable()
export class CatalogueResources {
  constructor(private readonly catalogue: CatalogueService) {}

  models(): ModelView[] {
    return this.catalogue.models().map((card) => ModelView.of(card, this.catalogue.availability(card)));
  }

  model(slug: string): ModelView {
    const card = this.catalogue.card(slug);
    return ModelView.of(card, this.catalogue.availability(card));
  }

  presets() {
    return this.catalogue.presets();
  }
}
