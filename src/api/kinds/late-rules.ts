/**
 * Rules that only people break, of kinds that every cluster is made of. They come with the first request from outside, as the rest of the
 * kinds do: what a cluster begins with is in order, and so is what its components write, so a cluster never sees when the rules came.
 */
import type { FieldError } from '../field-error.ts';
import type { KindDefinition } from '../kind.ts';
import { type KubeObject, type ResourceType, groupResource } from '../object.ts';

export type LateRules<T extends KubeObject = KubeObject> = Required<
  Pick<KindDefinition<T>, 'validate' | 'validateUpdate' | 'validateStatusUpdate' | 'warnings'>
>;

const NONE: readonly FieldError[] = [];
const installed = new Map<string, LateRules>();

export function installLateRules<T extends KubeObject>(type: ResourceType<T>, rules: LateRules<T>): void {
  installed.set(groupResource(type), rules);
}

/** Part of a kind's definition. */
export function lateRules<T extends KubeObject>(type: ResourceType<T>): LateRules<T> {
  const rules = (): LateRules | undefined => installed.get(groupResource(type));
  return {
    validate: (object) => rules()?.validate(object) ?? NONE,
    validateUpdate: (next, stored) => rules()?.validateUpdate(next, stored) ?? NONE,
    validateStatusUpdate: (next, stored) => rules()?.validateStatusUpdate(next, stored) ?? NONE,
    warnings: (next, stored) => rules()?.warnings(next, stored) ?? [],
  };
}
