export interface Variable {
  /** What applies when the variable is unset, as the documentation says it. */
  fallback: string;
  example: string;
  description: string;
}
