import { ValidateBy, type ValidationOptions } from 'class-validator';
import { parseCidr } from './cidr.js';

export function IsCidr(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isCidr',
      validator: {
        validate: (value) => typeof value === 'string' && parseCidr(value) !== null,
        defaultMessage: () => 'must be an address or a range such as 203.0.113.0/24 or 2001:db8::/32',
      },
    },
    options,
  );
}
