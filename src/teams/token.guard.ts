import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
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

/** Stands before every route: closed unless a route says otherwise. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: AuthenticationService,
    private readonly operators: OperatorAuthentication,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC_ROUTE, targets)) return true;

    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const caller = callerOf(request);
    if (this.reflector.getAllAndOverride(OperatorOnly, targets)) {
      request.operator = await this.operators.operatorOf(caller);
      return true;
    }
    request.actor = await this.authentication.actorOf(caller);
    refuseWithout(this.reflector.getAllAndOverride(RequiredAbility, targets), request.actor);
    return true;
  }
}

function refuseWithout(ability: Ability | undefined, actor: Actor): void {
  if (ability === undefined || actor.abilities.has(ability)) return;
  throw new DomainError('missing_ability', `This token lacks the ability ${ability}.`, {
    context: { ability },
  });
}
