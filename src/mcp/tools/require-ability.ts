import { DomainError } from '../../platform/errors.js';
import type { Actor } from '../../teams/actor.types.js';

export type Ability = Actor['abilities'] extends ReadonlySet<infer Each> ? Each : never;

export function requireAbility({ abilities }: Actor, ability: Ability): void {
  if (abilities.has(ability)) return;
  throw new DomainError('missing_ability', `This token lacks the ability ${ability}.`, {
    context: { ability },
  });
}
