import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface MetricDescription<Label extends string> {
  /** Without the prefix, with the unit last: `jobs_settled_total`, `job_duration_seconds`. */
  name: string;
  help: string;
  labels?: readonly Label[];
}

export interface GaugeDescription<Label extends string> extends MetricDescription<Label> {
  /** Called at each scrape, for values that are looked up and not counted. */
  collect?: (gauge: Gauge<Label>) => void | Promise<void>;
}

export interface HistogramDescription<Label extends string> extends MetricDescription<Label> {
  buckets?: number[];
}

const REQUEST_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

/** The engine's own measurements, for Prometheus. Labels are closed lists: never an id, an address or a raw path. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  readonly requestDuration = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_BUCKETS_SECONDS,
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  counter<Label extends string = never>(description: MetricDescription<Label>): Counter<Label> {
    return new Counter(this.describe(description));
  }

  gauge<Label extends string = never>({ collect, ...description }: GaugeDescription<Label>): Gauge<Label> {
    const gauge: Gauge<Label> = new Gauge({
      ...this.describe(description),
      collect: collect && (() => collect(gauge)),
    });
    return gauge;
  }

  histogram<Label extends string = never>({
    buckets,
    ...description
  }: HistogramDescription<Label>): Histogram<Label> {
    return new Histogram({ ...this.describe(description), ...(buckets && { buckets }) });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  render(): Promise<string> {
    return this.registry.metrics();
  }

  private describe<Label extends string>({ name, help, labels = [] }: MetricDescription<Label>) {
    return { name: `engine_${name}`, help, labelNames: labels, registers: [this.registry] };
  }
}
