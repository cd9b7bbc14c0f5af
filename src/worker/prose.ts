/** Texts about Kubernetes' own types: as much as the rest of the worker together, and loaded by whoever first asks for a document. */
import type { Prose } from '../api/http/openapi/types.ts';

export async function loadProse(): Promise<Prose> {
  const loaded = await import('kubernetes-prose');
  return loaded.default;
}
