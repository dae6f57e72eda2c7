import { Injectable } from '@nestjs/common';
import type { ModelView } from '../../providers/catalogue.dto.js';
import { CatalogueService } from '../../providers/catalogue.service.js';
import { ModelViews } from '../../providers/model-views.service.js';

/** The catalogue as REST shows it. */
@Injectable()
export class CatalogueResources {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly views: ModelViews,
  ) {}

  models(): ModelView[] {
    return this.catalogue.models().map((card) => this.views.of(card));
  }

  model(slug: string): ModelView {
    return this.views.of(this.catalogue.card(slug));
  }

  presets() {
    return this.catalogue.presets();
  }
}
