import { type CanActivate, type ExecutionContext, Injectable, type Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DomainError } from '../platform/errors.js';
import { PUBLIC_ROUTE } from '../platform/http/public.decorator.js';
import type { Ability } from './abilities.js';
import type { Actor } from './actor.types.js';
import type { AuthenticatedRequest } from './authenticated-request.types.js';
import { AuthenticationService } from './authentication.service.js';
import { callerOf } from './caller.js';
import { OperatorAuthentication } from './operator-authentication.js';
import { OperatorOnly } from './operator-only.decorator.js';
import { RequiredAbility } from './require-ability.decorator.js';

type Handler = ReturnType<ExecutionContext['getHandler']>;

interface Door {
  isPublic: boolean;
  isOperators: boolean;
  ability: Ability | undefined;
}

/** Stands before every route: closed unless a route says otherwise. */
@Injectable()
export class TokenGuard implements CanActivate {
  private readonly doors = new Map<Type, Map<Handler, Door>>();

  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: AuthenticationService,
    private readonly operators: OperatorAuthentication,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { isPublic, isOperators, ability } = this.doorOf(context);
    if (isPublic) return true;

    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const caller = callerOf(request);
    if (isOperators) {
      request.operator = await this.operators.operatorOf(caller);
      return true;
    }
    request.actor = await this.authentication.actorOf(caller);
    refuseWithout(ability, request.actor);
    return true;
  }

  /** Looked up once a route: decorators say the same for ever, and each look goes through several maps. */
  private doorOf(context: ExecutionContext): Door {
    const handler = context.getHandler();
    const ofClass = this.doors.get(context.getClass()) ?? new Map<Handler, Door>();
    this.doors.set(context.getClass(), ofClass);
    const door = ofClass.get(handler) ?? this.lookUp([handler, context.getClass()]);
    ofClass.set(handler, door);
    return door;
  }

  private lookUp(targets: Array<Handler | Type>): Door {
    return {
      isPublic: this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC_ROUTE, targets) ?? false,
      isOperators: this.reflector.getAllAndOverride<true | undefined>(OperatorOnly.KEY, targets) ?? false,
      ability: this.reflector.getAllAndOverride(RequiredAbility, targets),
    };
  }
}

function refuseWithout(ability: Ability | undefined, actor: Actor): void {
  if (ability === undefined || actor.abilities.has(ability)) return;
  throw new DomainError('missing_ability', `This token lacks the ability ${ability}.`, {
    context: { ability },
  });
}
