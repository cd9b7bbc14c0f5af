/** How the parts of an object may be written: its spec, its status, a namespace's finalizers (rest.RESTUpdateStrategy in apiserver/registry). */
import type { FieldError } from '../../../api/field-error.ts';
import type { KindDefinition } from '../../../api/kind.ts';
import { validateFinalize } from '../../../api/kinds/namespace/namespace.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { Namespace } from '../../../api/types.gen.ts';
import type { ObjectKind } from '../admission/plugin.ts';
import type { RequestScope } from '../server.ts';

/** How one part of an object (its spec, its status, a subresource) may be written. */
export interface UpdateStrategy {
  prepare(next: KubeObject, stored: KubeObject, scope: RequestScope): KubeObject;
  validate(next: KubeObject, stored: KubeObject): readonly FieldError[];
  /** Whether metadata.generation may move. */
  readonly spec: boolean;
  /** '' for the object itself. */
  readonly subresource: string;
  /** How admission sees the object where the subresource has objects of a kind of its own. */
  readonly shown?: ShownAs;
}

export interface ShownAs {
  readonly subresource: string;
  readonly kind: ObjectKind;
  of(object: KubeObject): KubeObject;
  /** The object with what admission has made of what it was shown. */
  with(object: KubeObject, shown: KubeObject): KubeObject;
}

export const specStrategy = perKind((kind) => ({
  prepare: (next, stored, scope) => kind.prepareForUpdate(next, stored, scope),
  validate: (next, stored) => kind.validateUpdate(next, stored),
  spec: true,
  subresource: '',
}));

export const statusStrategy = perKind((kind) => ({
  prepare: (next, stored, scope) => {
    const kept = differsInStatusAlone(next, stored) ? next : { ...stored, metadata: next.metadata, status: fieldOf(next, 'status') };
    return kind.prepareForStatusUpdate?.(kept, stored, scope) ?? kept;
  },
  validate: (next, stored) => kind.validateStatusUpdate?.(next, stored) ?? [],
  spec: false,
  subresource: 'status',
}));

/** Components send what they have read with another status: that need not be put together once more. */
function differsInStatusAlone(next: KubeObject, stored: KubeObject): boolean {
  for (const key in next) if (key !== 'status' && fieldOf(next, key) !== fieldOf(stored, key)) return false;
  for (const key in stored) if (!(key in next)) return false;
  return 'status' in next;
}

/** PUT namespaces/<name>/finalize writes the namespace's own finalizers and its metadata; the status stays as it is. */
export function finalizeStrategy(): UpdateStrategy {
  return {
    prepare: (next, stored) => {
      const finalizers = specFinalizers(next);
      return { ...stored, metadata: next.metadata, spec: finalizers.length === 0 ? {} : { finalizers } } as KubeObject;
    },
    validate: (next) => validateFinalize(next as Namespace),
    spec: false,
    subresource: 'finalize',
  };
}

/** Namespaces keep finalizers of their own in their spec. */
export function hasSpecFinalizers(object: KubeObject): boolean {
  return object.kind === 'Namespace' && specFinalizers(object).length > 0;
}

function specFinalizers(object: KubeObject): readonly string[] {
  return (fieldOf(object, 'spec') as { finalizers?: readonly string[] } | undefined)?.finalizers ?? [];
}

/** One for each kind: a strategy is asked for with every write. */
function perKind(strategyOf: (kind: KindDefinition) => UpdateStrategy): (scope: RequestScope) => UpdateStrategy {
  const known = new WeakMap<KindDefinition, UpdateStrategy>();
  return ({ kind }) => {
    const strategy = known.get(kind);
    if (strategy !== undefined) return strategy;
    const fresh = strategyOf(kind);
    known.set(kind, fresh);
    return fresh;
  };
}

function fieldOf(object: KubeObject, key: string): unknown {
  return (object as unknown as { readonly [key: string]: unknown })[key];
}
