import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

export const PUBLIC_ROUTE = 'public-route';

/** How the OpenAPI document learns of it; see openapi.ts. */
export const PUBLIC_OPERATION = 'x-public';

/** Marks a route, or all routes of a controller, that needs no token. */
export function Public(): ClassDecorator & MethodDecorator {
  return applyDecorators(SetMetadata(PUBLIC_ROUTE, true), ApiExtension(PUBLIC_OPERATION, true));
}
