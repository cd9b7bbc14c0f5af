import type { KubeObject, ResourceType } from '../../api/object.ts';
import type { JsonValue } from '../../api/scalars.ts';
import { EVENT, IP_ADDRESS } from '../../api/resources.ts';
import { type Change, type ComponentContext, type ComponentDefinition, defineComponent, watch } from './component.ts';

/** What a late component remembers: sets of keys by whatever it looks them up, if it doesn't say otherwise. */
export type LateMemory<Remembered = Set<string>> = Map<string, Remembered>;
export type LateContext<Remembered = Set<string>> = ComponentContext<LateMemory<Remembered>>;

/**
 * What a component does that is only about kinds which people create. It comes with the first request from outside, as those kinds
 * do, and before that has nothing to do: what it sees then may not lead to anything.
 */
export interface LateBehaviour<Remembered = Set<string>> {
  onChange(context: LateContext<Remembered>, type: ResourceType, change: Change): void;
  sync(context: LateContext<Remembered>, key: string): number | void;
  /** Answers other components; changes nothing. */
  ask?(context: LateContext<Remembered>, question: JsonValue): JsonValue | undefined;
}

export type LateBehaviours = { readonly [name: string]: LateBehaviour };

/**
 * A controller that is there from the boot on, and whose behaviour comes later. Its name is that of its service account, if no other
 * one or a whole user is given.
 */
export function lateComponent(
  name: string,
  watched: readonly ResourceType[] | 'everything',
  behaviour: () => LateBehaviour | undefined,
  account = name,
  process = 'kube-controller-manager',
): ComponentDefinition<LateMemory> {
  const onChange = (context: LateContext, type: ResourceType, change: Change) => behaviour()?.onChange(context, type, change);
  const watches = watched === 'everything' ? [] : watched;
  return defineComponent<LateMemory>({
    name,
    process,
    user: account.includes(':') ? account : `system:serviceaccount:kube-system:${account}`,
    watches: watches.map((type) => watch<LateMemory, KubeObject>(type, (context, change) => onChange(context, type, change))),
    ...(watched === 'everything' ? { watchesAll: { except: [EVENT, IP_ADDRESS], onChange } } : {}),
    init: () => new Map(),
    sync: (context, key) => behaviour()?.sync(context, key),
    onAsk: (context, question) => behaviour()?.ask?.(context, question),
  });
}
