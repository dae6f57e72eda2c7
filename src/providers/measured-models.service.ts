import { Injectable } from '@nestjs/common';
import type { ModelCard } from './catalogue.types.js';

/** What jobs of a model that ended lately took; null where too few tell. */
export interface ModelMeasure {
  model: string;
  /** Half of the jobs that succeeded took no longer, and 19 of 20. */
  p50Seconds: number | null;
  p95Seconds: number | null;
  /** 0 to 1. */
  successRate: number | null;
  /** What half of the jobs took no longer for, of work. */
  secondsPerOutput: number | null;
  /** The same for each second that the outputs last. */
  secondsPerSecond: number | null;
}

/** How long models take here, as far as anybody has measured. Whoever knows the jobs brings it. */
@Injectable()
export class MeasuredModels {
  private measures: ReadonlyMap<string, ModelMeasure> = new Map();

  /** A model that no news is of keeps what was last known of it. */
  learn(news: ModelMeasure[]): void {
    this.measures = new Map([...this.measures, ...news.map((measure) => [measure.model, measure] as const)]);
  }

  of({ slug }: ModelCard): ModelMeasure | undefined {
    return this.measures.get(slug);
  }

  /** For so many outputs, of so many seconds each where they last. */
  etaSeconds(card: ModelCard, n: number, seconds?: number): number {
    const measure = this.of(card);
    const { secondsPerSecond } = measure ?? {};
    const lasting = card.creditsPer !== 'output' && seconds !== undefined && secondsPerSecond;
    const ofOne = lasting ? secondsPerSecond * seconds : (measure?.secondsPerOutput ?? card.etaSeconds);
    return Math.max(1, Math.ceil(ofOne * n));
  }
}
