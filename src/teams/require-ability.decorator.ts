import { applyDecorators } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import type { Ability } from './abilities.js';

export const RequiredAbility = Reflector.createDecorator<Ability>();

/** On a handler or a controller; the handler's word wins. The token guard refuses tokens without the ability. */
export function RequireAbility(ability: Ability): ClassDecorator & MethodDecorator {
  return applyDecorators(RequiredAbility(ability), ApiExtension('x-required-ability', ability));
}
