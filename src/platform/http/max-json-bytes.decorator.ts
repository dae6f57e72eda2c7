import { ValidateBy, type ValidationOptions } from 'class-validator';

/** Bounds what a free-form object takes as JSON. */
export function MaxJsonBytes(bytes: number, options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'maxJsonBytes',
      constraints: [bytes],
      validator: {
        validate: (value) => Buffer.byteLength(JSON.stringify(value) ?? '') <= bytes,
        defaultMessage: () => `must take at most ${bytes} bytes as JSON`,
      },
    },
    options,
  );
}
