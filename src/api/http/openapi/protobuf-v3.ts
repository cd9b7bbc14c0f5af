/** OpenAPI 3.0 documents as gnostic's protobuf (openapiv3/OpenAPIv3.proto), like protobuf-v2.ts. */
import { isRecord } from '../../patch/record.ts';
import { type Encode, any, choice, double, each, extension, flag, integer, message, named, text, texts, within } from './protobuf-wire.ts';
import type { JsonObject } from './types.ts';

export function openApiBytes(document: JsonObject): Uint8Array {
  return DOCUMENT.body(document);
}

/** Many parts may be a reference instead. */
function orReference(encode: Encode): Encode {
  return choice((value) => (isRecord(value) && value['$ref'] !== undefined ? within(2, reference) : within(1, encode)));
}

const reference = message({ $ref: [1, text] }).field;
const schema: Encode = (number, value) => SCHEMA.field(number, value);
const schemaOrReference: Encode = (number, value) => orReference(schema)(number, value);
/** Defaults are single values; there is no number for others. */
const scalar = choice((value) => {
  if (typeof value === 'number') return within(1, double);
  if (typeof value === 'boolean') return within(2, flag);
  return typeof value === 'string' ? within(3, text) : nothing;
});
const nothing: Encode = () => new Uint8Array(0);

const SCHEMA = message(
  {
    nullable: [1, flag],
    externalDocs: [6, message({ description: [1, text], url: [2, text] }).field],
    title: [9, text],
    multipleOf: [10, double],
    maximum: [11, double],
    exclusiveMaximum: [12, flag],
    minimum: [13, double],
    exclusiveMinimum: [14, flag],
    maxLength: [15, integer],
    minLength: [16, integer],
    pattern: [17, text],
    maxItems: [18, integer],
    minItems: [19, integer],
    uniqueItems: [20, flag],
    maxProperties: [21, integer],
    minProperties: [22, integer],
    required: [23, texts],
    enum: [24, each(any)],
    type: [25, text],
    allOf: [26, each(schemaOrReference)],
    oneOf: [27, each(schemaOrReference)],
    anyOf: [28, each(schemaOrReference)],
    not: [29, schema],
    items: [30, within(1, schemaOrReference)],
    properties: [31, named(1, schemaOrReference)],
    additionalProperties: [32, choice((value) => (isRecord(value) ? within(1, schemaOrReference) : within(2, flag)))],
    default: [33, scalar],
    description: [34, text],
    format: [35, text],
  },
  [36, extension],
);

const content = named(1, message({ schema: [1, schemaOrReference] }).field);
const parameter = message({ name: [1, text], in: [2, text], description: [3, text], required: [4, flag], schema: [10, schemaOrReference] });
const parameters = each(orReference(parameter.field));
const body = message({ description: [1, text], content: [2, content], required: [3, flag] }).field;
const response = message({ description: [1, text], content: [3, content] }).field;
const operation = message(
  {
    tags: [1, texts],
    description: [3, text],
    operationId: [5, text],
    parameters: [6, parameters],
    requestBody: [7, orReference(body)],
    responses: [8, named(2, orReference(response))],
  },
  [13, extension],
).field;
const pathItem = message({
  get: [4, operation],
  put: [5, operation],
  post: [6, operation],
  delete: [7, operation],
  options: [8, operation],
  head: [9, operation],
  patch: [10, operation],
  parameters: [13, parameters],
}).field;
const securityScheme = message({ type: [1, text], description: [2, text], name: [3, text], in: [4, text] }).field;

const DOCUMENT = message({
  openapi: [1, text],
  info: [2, message({ title: [1, text], version: [6, text] }).field],
  paths: [4, named(1, pathItem)],
  components: [
    5,
    message({ schemas: [1, named(1, schemaOrReference)], securitySchemes: [7, named(1, orReference(securityScheme))] }).field,
  ],
});
