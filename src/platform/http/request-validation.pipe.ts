import { type ArgumentMetadata, Injectable, type ValidationError, ValidationPipe } from '@nestjs/common';
import { DomainError, invalid } from '../errors.js';
import { toFieldErrors } from './field-errors.js';
import { inheritedNames } from './inherited-names.js';
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
      // Both for the words of the messages; neither is in the answer.
      validationError: { target: true, value: true },
      exceptionFactory: (errors) => invalid(toFieldErrors(errors)),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'body' && metadata.type !== 'query') return super.transform(value, metadata);
    const unstorable = unstorableText(value, metadata.data ?? metadata.type);
    if (unstorable.length > 0) throw invalid(unstorable);
    const input = await this.toInput(value, metadata);
    const lost = inheritedNames(value, input);
    if (lost.length > 0) throw invalid(lost);
    return input;
  }

  /** class-transformer takes what a field without a class holds under `constructor` for one, and fails. */
  private async toInput(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      const names = error instanceof DomainError ? [] : inheritedNames(value, undefined);
      throw names.length > 0 ? invalid(names) : error;
    }
  }

  /**
   * Keys that could change a prototype are refused where bodies are parsed. What is left are harmless ones such as
   * `constructor`, and dropping them from a caller's own metadata would lose what they sent.
   */
  protected override stripProtoKeys(): void {}

  /** JSON and queries hold none, and to look for them gathers all rules of the class once more. */
  protected override findNestedBinaryValues(): ValidationError[] {
    return [];
  }
}
