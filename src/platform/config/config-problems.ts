export interface ConfigProblem {
  variable: string;
  /** What is wrong, without the value: it may be a secret. */
  message: string;
  example: string;
}

/** Names everything that is wrong at once, so that nobody fixes a deployment one restart at a time. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly ConfigProblem[]) {
    super(ConfigError.describe(problems));
    this.name = 'ConfigError';
  }

  private static describe(problems: readonly ConfigProblem[]): string {
    const lines = problems.map(({ variable, message, example }) => {
      const hint = example === '' ? '' : `\n    for example: ${variable}=${example}`;
      return `  ${variable}: ${message}${hint}`;
    });
    return `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${lines.join('\n')}`;
  }
}
