import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { invalid } from '../errors.js';
import { toFieldErrors } from './field-errors.js';
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
      const fields = unstorableText(value, metadata.data ?? metadata.type);
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
