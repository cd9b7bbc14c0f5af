/** The parts of both documents' formats that are written here: Swagger 2.0, and OpenAPI 3.0 for `/openapi/v3`. */
import type { JsonObject, JsonValue } from '../../scalars.ts';

export type OpenApiVersion = 2 | 3;

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** A query or path parameter of an operation, or of all operations of a path. */
export interface Parameter {
  /** As Swagger shares it: `limit-1NfNmdNH`; the plain name where it stands at each operation. */
  readonly key: string;
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly type: string;
  /** What is not said of every parameter of that key. */
  readonly description?: string;
}

/** What goes in: the name of its definition. */
export interface RequestBody {
  readonly definition: string;
  readonly required: boolean;
}

/** What comes out: a definition's name, or `string` for plain text. Undefined for what has no body. */
export interface Answer {
  readonly code: string;
  readonly description: string;
  readonly definition?: string;
}

/** One method of one path, before it takes the form of either document. */
export interface Operation {
  readonly path: string;
  readonly method: 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch';
  readonly id: string;
  readonly tag: string;
  readonly description: string;
  readonly consumes: readonly string[];
  readonly produces: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly body?: RequestBody;
  readonly answers: readonly Answer[];
  readonly action?: string;
  readonly kind?: GroupVersionKind;
}

/** Texts for people, which are no part of the sources: of definitions and their fields by name ('' for the definition), of parameters by key. */
export interface Prose {
  /** Tells one edition of the texts from another. */
  readonly edition: string;
  readonly definitions: { readonly [definition: string]: { readonly [field: string]: string } };
  readonly parameters: { readonly [key: string]: string };
}

export type { JsonObject, JsonValue };
