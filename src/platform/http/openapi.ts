import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ENGINE_CONFIG, type EngineConfig } from '../config/config.types.js';
import { API_VERSION, ENGINE_VERSION } from './engine-version.js';
import { closeBody, describeStream, makeNumbersWhole } from './openapi-details.js';
import { ERROR_SCHEMA } from './openapi-error.schema.js';
import { INTRODUCTION } from './openapi-intro.js';
import { PUBLIC_OPERATION } from './public.decorator.js';

export const DOCS_PATH = '/docs';
export const OPENAPI_PATH = '/openapi.json';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

/** What a newcomer needs first stands first. */
const SECTIONS = [
  'Jobs',
  'Batches',
  'Catalogue',
  'Assets',
  'Account',
  'Events',
  'Webhooks',
  'Tokens',
  'Audit',
  'Operator',
  'Engine',
  'Health',
];

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Serves the document and the pages that browse it, both made from the controllers and their input classes. */
export function serveOpenApi(app: NestFastifyApplication): void {
  let document: OpenAPIObject | undefined;
  SwaggerModule.setup(DOCS_PATH, app, () => (document ??= describeApi(app)), {
    jsonDocumentUrl: OPENAPI_PATH,
    raw: ['json'],
    customSiteTitle: 'MCP Media Engine',
    customCss: '.swagger-ui .topbar { display: none }',
    swaggerOptions: {
      persistAuthorization: true,
      displayRequestDuration: true,
      validatorUrl: null,
      defaultModelsExpandDepth: 0,
    },
  });
}

function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const outline = new DocumentBuilder()
    .setTitle('MCP Media Engine')
    .setDescription(INTRODUCTION)
    .setVersion(`${API_VERSION} (engine ${ENGINE_VERSION})`)
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A token of a team, or the ADMIN_TOKEN.' })
    .addSecurityRequirements('bearer')
    .build();
  outline.tags = SECTIONS.map((name) => ({ name }));
  // Behind a proxy the paths may begin with more than a slash; without one, readers know where they got the document.
  const { publicUrl } = app.get<EngineConfig>(ENGINE_CONFIG);
  if (publicUrl) outline.servers = [{ url: publicUrl }];
  const document = SwaggerModule.createDocument(app, outline, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  document.components = { ...document.components };
  document.components.schemas = { ...document.components.schemas, Error: ERROR_SCHEMA };
  for (const operation of operationsOf(document)) {
    completeOperation(operation);
    closeBody(operation, document);
    describeStream(operation);
  }
  makeNumbersWhole(document);
  return document;
}

function operationsOf({ paths }: OpenAPIObject): Operation[] {
  return Object.values(paths).flatMap((path) => METHODS.flatMap((method) => path[method] ?? []));
}

/** What every operation has in common is said here once and by no controller. */
function completeOperation(operation: Operation & { [PUBLIC_OPERATION]?: unknown }): void {
  operation.responses['default'] ??= {
    description: 'Refused. The status and `error.code` say why.',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
  };
  if (PUBLIC_OPERATION in operation) {
    delete operation[PUBLIC_OPERATION];
    operation.security = [];
  }
}
