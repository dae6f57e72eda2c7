import { Injectable } from '@nestjs/common';
import type { ModelView } from '../../providers/catalogue.dto.js';
import { CatalogueService } from '../../providers/catalogue.service.js';
import { OwnKeys } from '../../providers/keys/own-keys.service.js';
import { ModelViews } from '../../providers/model-views.service.js';

/** The catalogue as REST shows it. */
@Injectable()
export class CatalogueResources {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly views: ModelViews,
    private readonly keys: OwnKeys,
  ) {}

  async models(teamId: string): Promise<ModelView[]> {
    const own = await this.keys.providersOf(teamId);
    return this.catalogue.models().map((card) => this.views.of(card, own));
  }

  async model(teamId: string, slug: string): Promise<ModelView> {
    return this.views.of(this.catalogue.card(slug), await this.keys.providersOf(teamId));
  }

  presets() {
    return this.catalogue.presets();
  }
}
