import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { type FieldError, invalid } from '../errors.js';
import { toFieldErrors, UNKNOWN_FIELD } from './field-errors.js';
import { unstorableText } from './unstorable-text.js';

/**
 * Every body and query passes here, typed as an input class or not. Types are never guessed: a number in quotes is an
 * error in a body, and query classes say `@Type(() => Number)` themselves.
 */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      stopAtFirstError: false,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => invalid(toFieldErrors(errors)),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' || metadata.type === 'query') {
      const fields = [...unstorableText(value, metadata.data ?? metadata.type), ...inheritedNames(value)];
      if (fields.length > 0) throw invalid(fields);
    }
    return super.transform(value, metadata);
  }

  /**
   * Keys that could change a prototype are refused where bodies are parsed. What is left are harmless ones such as
   * `constructor`, and dropping them from a caller's own metadata would lose what they sent.
   */
  protected override stripProtoKeys(): void {}
}

/** class-transformer drops fields such as `constructor` and `toString` before anybody could call them unknown. */
function inheritedNames(value: unknown): FieldError[] {
  if (typeof value !== 'object' || value === null) return [];
  const names = Object.keys(value).filter((name) => name in Object.prototype);
  return names.map((path) => ({ path, message: UNKNOWN_FIELD }));
}
