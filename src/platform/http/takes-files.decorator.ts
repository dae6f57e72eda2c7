import { RouteConfig } from '@nestjs/platform-fastify';

/** Lets a route take multipart/form-data; it reads the parts itself, after the guards have let the caller in. */
export const TakesFiles = () => RouteConfig({ takesFiles: true });
