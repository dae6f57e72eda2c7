import type { ConfigProblem } from './config-problems.js';
import { VARIABLES, type VariableName } from './variables.js';

export type Environment = Readonly<Record<string, string | undefined>>;

interface NumberRange {
  min: number;
  max: number;
  whole?: boolean;
}

/** Reads variables and collects what is wrong with them instead of stopping at the first. */
export class EnvironmentReader {
  readonly problems: ConfigProblem[] = [];

  constructor(private readonly environment: Environment) {}

  /** Empty counts as unset: that is how compose files and templates pass what nobody filled in. */
  text(variable: VariableName): string | undefined {
    return this.environment[variable]?.trim() || undefined;
  }

  list(variable: VariableName): string[] {
    const value = this.text(variable);
    return value === undefined
      ? []
      : value
          .split(',')
          .map((item) => item.trim())
          .filter((item) => item !== '');
  }

  choice<T extends string>(variable: VariableName, choices: readonly T[], fallback: T): T {
    const value = this.text(variable);
    if (value === undefined) return fallback;
    const chosen = choices.find((choice) => choice === value);
    if (chosen === undefined) this.reject(variable, `must be one of ${choices.join(', ')}`);
    return chosen ?? fallback;
  }

  number(variable: VariableName, fallback: number, { min, max, whole = true }: NumberRange): number {
    const value = this.text(variable);
    if (value === undefined) return fallback;
    const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max && (!whole || Number.isInteger(number))) return number;
    this.reject(variable, `must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}`);
    return fallback;
  }

  milliseconds(variable: VariableName, fallbackSeconds: number, range: NumberRange): number {
    return Math.round(this.number(variable, fallbackSeconds, { ...range, whole: false }) * 1_000);
  }

  reject(variable: VariableName, message: string): void {
    this.problems.push({ variable, message, example: VARIABLES[variable].example });
  }
}
