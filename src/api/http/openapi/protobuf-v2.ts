/**
 * Swagger 2.0 documents as gnostic's protobuf (github.com/google/gnostic, openapiv2/OpenAPIv2.proto): its messages with the numbers
 * of their fields, as far as the documents use them.
 */
import { isRecord } from '../../patch/record.ts';
import { type Encode, any, choice, double, each, extension, flag, integer, message, named, text, texts, within } from './protobuf-wire.ts';
import type { JsonObject } from './types.ts';

export function swaggerBytes(document: JsonObject): Uint8Array {
  // The field's own header is that of no message: what counts is what is in it.
  return DOCUMENT.body(document);
}

const schema: Encode = (number, value) => SCHEMA.field(number, value);
const SCHEMA = message(
  {
    $ref: [1, text],
    format: [2, text],
    title: [3, text],
    description: [4, text],
    default: [5, any],
    multipleOf: [6, double],
    maximum: [7, double],
    exclusiveMaximum: [8, flag],
    minimum: [9, double],
    exclusiveMinimum: [10, flag],
    maxLength: [11, integer],
    minLength: [12, integer],
    pattern: [13, text],
    maxItems: [14, integer],
    minItems: [15, integer],
    uniqueItems: [16, flag],
    maxProperties: [17, integer],
    minProperties: [18, integer],
    required: [19, texts],
    enum: [20, each(any)],
    additionalProperties: [21, choice((value) => (isRecord(value) ? within(1, schema) : within(2, flag)))],
    type: [22, within(1, text)],
    items: [23, within(1, schema)],
    allOf: [24, each(schema)],
    properties: [25, named(1, schema)],
    externalDocs: [29, message({ description: [1, text], url: [2, text] }).field],
  },
  [31, extension],
);

const reference = message({ $ref: [1, text] }).field;
const bodyParameter = message({ description: [1, text], name: [2, text], in: [3, text], required: [4, flag], schema: [5, schema] }).field;
/** Of the alternatives there are those of the query and those of the path, which have most of their numbers in common. */
const COMMON = { required: [1, flag], in: [2, text], description: [3, text], name: [4, text] } as const;
const queryParameter = message({ ...COMMON, type: [6, text], format: [7, text], uniqueItems: [20, flag] }).field;
const pathParameter = message({ ...COMMON, type: [5, text], format: [6, text], uniqueItems: [19, flag] }).field;
const parameter = choice((value) => {
  const place = isRecord(value) ? value['in'] : undefined;
  if (place === 'body') return within(1, bodyParameter);
  return within(2, place === 'path' ? within(4, pathParameter) : within(3, queryParameter));
});
const parameters = each(choice((value) => (isRecord(value) && value['$ref'] !== undefined ? within(2, reference) : within(1, parameter))));

const response = message({ description: [1, text], schema: [2, within(1, schema)] }).field;
const operation = message(
  {
    tags: [1, texts],
    summary: [2, text],
    description: [3, text],
    operationId: [5, text],
    produces: [6, texts],
    consumes: [7, texts],
    parameters: [8, parameters],
    responses: [9, named(1, within(1, response))],
    schemes: [10, texts],
  },
  [13, extension],
).field;
const pathItem = message({
  get: [2, operation],
  put: [3, operation],
  post: [4, operation],
  delete: [5, operation],
  options: [6, operation],
  head: [7, operation],
  patch: [8, operation],
  parameters: [9, parameters],
}).field;
const apiKey = message({ type: [1, text], name: [2, text], in: [3, text], description: [4, text] }).field;

const DOCUMENT = message({
  swagger: [1, text],
  info: [2, message({ title: [1, text], version: [2, text] }).field],
  paths: [8, named(2, pathItem)],
  definitions: [9, named(1, schema)],
  parameters: [10, named(1, parameter)],
  security: [12, each(named(1, within(1, texts)))],
  securityDefinitions: [13, named(1, within(2, apiKey))],
});
