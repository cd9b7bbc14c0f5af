import type { JsonObject } from '../../../api/scalars.ts';

/** Where an object is to be. */
export interface Place {
  readonly namespace: string;
  readonly name: string;
}

export interface Manifest extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: JsonObject & { readonly name: string; readonly namespace?: string };
}
