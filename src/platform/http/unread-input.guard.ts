import { type CanActivate, type ExecutionContext, Injectable, type Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { invalid } from '../errors.js';
import { toFieldErrors } from './field-errors.js';

interface Reads {
  body: boolean;
  query: boolean;
}

/**
 * Refuses what a route of the API does not read at all: nothing that somebody sends and means is passed over in silence.
 * What a route does read is judged by the pipe, with the class of its body or query.
 */
@Injectable()
export class UnreadInputGuard implements CanActivate {
  private readonly known = new Map<unknown, Reads>();

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!request.routeOptions.url?.startsWith('/v1/')) return true;
    const reads = this.readsOf(context.getClass(), context.getHandler());
    const unread = [
      ...(reads.query ? [] : Object.keys(request.query as object)),
      ...(reads.body ? [] : fieldsOf(request.body)),
    ];
    if (unread.length === 0) return true;
    throw invalid(
      toFieldErrors(unread.map((property) => ({ property, constraints: { whitelistValidation: '' } }))),
    );
  }

  private readsOf(controller: Type, handler: { name: string }): Reads {
    const known = this.known.get(handler);
    if (known) return known;
    const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler.name) as
      object | undefined;
    // The keys are "<type>:<place>"; decorators of our own have a type that is no number, though it may begin with one.
    const types = new Set(Object.keys(parameters ?? {}).map((key) => Number(key.split(':')[0])));
    const reads = {
      // Whoever takes the whole request reads a body of their own kind from it, such as a form.
      body: types.has(RouteParamtypes.BODY) || types.has(RouteParamtypes.REQUEST),
      query: types.has(RouteParamtypes.QUERY),
    };
    this.known.set(handler, reads);
    return reads;
  }
}

function fieldsOf(body: unknown): string[] {
  if (body === undefined || body === null) return [];
  return typeof body === 'object' && !Array.isArray(body) ? Object.keys(body) : ['body'];
}
