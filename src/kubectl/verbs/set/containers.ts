import type { KubeObject } from '../../../api/object.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { Container, PodSpec } from '../../../api/types.gen.ts';
import { ApiError } from '../../../api/errors.ts';
import { CommandError } from '../../errors.ts';
import type { Found } from '../../parse/select.ts';
import { type Session, patchObject } from '../../session.ts';
import { type WriteFlags, dryRunOf, report, writeOptions } from '../write.ts';

/** The pod spec inside an object, and how deep it lies. */
export interface PodSpecOf {
  readonly spec: PodSpec;
  wrap(spec: JsonValue): JsonValue;
}

interface Workload {
  readonly spec?: PodSpec & { readonly template?: { readonly spec?: PodSpec } };
}

export function podSpecOf({ object, name, resource }: Pick<Found, 'object' | 'name' | 'resource'>): PodSpecOf {
  const { spec } = object as KubeObject & Workload;
  if (object.kind === 'Pod' && spec !== undefined) return { spec, wrap: (inner) => ({ spec: inner }) };
  const inner = spec?.template?.spec;
  if (inner === undefined)
    throw new CommandError(`${resource.resource}/${name} the object is not a pod or does not have a pod template: ${object.kind}`);
  return { spec: inner, wrap: (changed) => ({ spec: { template: { spec: changed } } }) };
}

export interface ContainerChange {
  readonly containers?: readonly JsonValue[];
  readonly initContainers?: readonly JsonValue[];
}

/** Sends changes of containers, merged by name, and says what was done; without changes it says nothing. */
export async function patchContainers(
  session: Session,
  found: Found,
  change: ContainerChange,
  flags: WriteFlags,
  words: { doing: string; done: string },
): Promise<void> {
  const spec = Object.fromEntries(Object.entries(change).filter(([, list]) => list !== undefined && list.length > 0));
  if (Object.keys(spec).length === 0) return;
  const body = podSpecOf(found).wrap(spec);
  try {
    const pretend = dryRunOf(session, flags) === 'client';
    const object = pretend
      ? found.object
      : await patchObject(session, found, { patchType: 'strategic', body, options: writeOptions(session, flags, 'kubectl-set') });
    report(session, flags, found.resource, object, words.done);
  } catch (error) {
    throw error instanceof ApiError ? new CommandError(`failed to patch ${words.doing} to pod template: ${error.message}`) : error;
  }
}

/** Containers that `-c` names: `*` is all of them; a trailing or leading star matches the rest. */
export function selectContainers(containers: readonly Container[] | undefined, pattern: string): readonly Container[] {
  const regex = new RegExp(`^${pattern.split('*').map(escapeRegex).join('.*')}$`);
  return (containers ?? []).filter(({ name }) => regex.test(name));
}

function escapeRegex(text: string): string {
  return text.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
}
