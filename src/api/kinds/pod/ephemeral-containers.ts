import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, forbidden } from '../../field-error.ts';
import type { Pod } from '../../types.gen.ts';
import { findingsOf } from '../checks.ts';
import { alter, drop, put } from '../sharing.ts';
import { withMetadataOf } from '../strategy.ts';
import { latePodRules } from './late.ts';
import { checkAnnotationUpdates } from './update.ts';
import { MIRROR, checkPod } from './validate.ts';

/** Takes of `next` its ephemeral containers alone. */
export function prepareForEphemeralContainers(next: Pod, stored: Pod): Pod {
  const list = next.spec?.ephemeralContainers;
  return alter({ ...stored, metadata: withMetadataOf(next, stored) }, 'spec', (spec) =>
    list === undefined ? drop(spec, 'ephemeralContainers') : put(spec, 'ephemeralContainers', list),
  );
}

/** Ephemeral containers can be added, never changed or removed (ValidatePodEphemeralContainersUpdate). */
export function validateEphemeralContainersUpdate(next: Pod, stored: Pod): readonly FieldError[] {
  if (stored.metadata.annotations?.[MIRROR] !== undefined) return [forbidden('', 'static pods do not support ephemeral containers')];
  return findingsOf((findings) => {
    checkPod(next, findings);
    checkAnnotationUpdates(next, stored, findings);
    const now = new Map((next.spec?.ephemeralContainers ?? []).map((container) => [container.name, container]));
    for (const old of stored.spec?.ephemeralContainers ?? []) {
      const container = now.get(old.name);
      if (container !== undefined && deepEqual(container, old)) continue;
      const diff = container === undefined ? '' : (latePodRules()?.diff('core.EphemeralContainer', old, container) ?? '');
      const why = `existing ephemeral containers "${old.name}" may not be ${container === undefined ? 'removed' : 'changed'}\n${diff}`;
      findings.push(forbidden('spec.ephemeralContainers', why));
    }
  });
}
