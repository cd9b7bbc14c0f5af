import { labelKey } from '../../../api/names.ts';
import type { KubeObject } from '../../../api/object.ts';

const STANDARD: ReadonlySet<string> = new Set(['orphan', 'foregroundDeletion', 'kubernetes']);

/** What is unwise about finalizers that a write adds to a custom resource. */
export function finalizerWarnings(next: KubeObject, stored?: KubeObject): readonly string[] {
  const before = new Set(stored?.metadata.finalizers);
  const added = [...new Set(next.metadata.finalizers)].filter((name) => !before.has(name)).sort();
  return added.flatMap((name) =>
    [...labelKey(name), ...advice(name)].map((text) => `metadata.finalizers: ${JSON.stringify(name)}: ${text}`),
  );
}

function advice(name: string): readonly string[] {
  if (name.includes('/') || STANDARD.has(name)) return [];
  const path = name.includes('.') ? ' including a path (/)' : '';
  return [`prefer a domain-qualified finalizer name${path} to avoid accidental conflicts with other finalizer writers`];
}
