/**
 * Managers of the number of replicas, who write it through the scale subresource: a Scale has the managers of that one field, and
 * what becomes of them comes back to the object (k8s.io/apimachinery/pkg/util/managedfields/scalehandler.go).
 */
import { builtInSchema } from '../../../api/apply/built-in-schema.ts';
import { type FieldSet, NO_FIELDS, difference, hasPath, isEmpty, setOf } from '../../../api/apply/field-set.ts';
import { type Managed, type Managers, identifierOf } from '../../../api/apply/managers.ts';
import { type Path, fieldElement } from '../../../api/apply/path-element.ts';
import { type Tracking, applyConfiguration, trackUpdate } from '../../../api/apply/updater.ts';
import { type KubeObject, apiVersionOf } from '../../../api/object.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { formatTime } from '../../../api/time.ts';
import type { RequestScope } from '../server.ts';
import { managersOf } from './show.ts';
import { given } from './track.ts';
import type { FieldTracker } from './tracker.ts';

const SCALE_VERSION = 'autoscaling/v1';
const REPLICAS: Path = ['spec', 'replicas'].map(fieldElement);

/** For a write of `next` in the place of the scale `from` of a stored object. */
export function trackScale(scope: RequestScope, stored: KubeObject, from: JsonValue, next: JsonValue): FieldTracker | undefined {
  if (scope.tracker === undefined) return undefined;
  const { manager } = scope.tracker;
  const live = managersOf(scope.server, scope.kind, stored);
  const ofScale = toScale(scope, live);
  const writer = { manager, operation: 'Update', apiVersion: SCALE_VERSION, subresource: 'scale' } as const;
  const after = ofScale.size === 0 ? ofScale : trackUpdate(trackingOf(scope), from, next, ofScale, writer);
  return given(manager, live, toObject(scope, live, after));
}

/** Lays an applied Scale over the one of a stored object. */
export function applyToScale(
  scope: RequestScope,
  stored: KubeObject,
  from: JsonValue,
  configuration: JsonValue,
  manager: string,
  force: boolean,
) {
  const live = managersOf(scope.server, scope.kind, stored);
  const writer = { manager, operation: 'Apply', apiVersion: SCALE_VERSION, subresource: 'scale' } as const;
  const { object = from, managers } = applyConfiguration(trackingOf(scope), from, configuration, toScale(scope, live), writer, force);
  return { scale: object, tracker: given(manager, live, toObject(scope, live, managers)) };
}

function trackingOf({ server }: RequestScope): Tracking {
  return { apiVersion: SCALE_VERSION, schema: builtInSchema('Scale'), ignored: NO_FIELDS, now: formatTime(server.now()) };
}

function replicasPath({ kind }: RequestScope): Path {
  return kind.scale?.replicasPath?.map(fieldElement) ?? REPLICAS;
}

function toScale(scope: RequestScope, managers: Managers): Managers {
  const path = replicasPath(scope);
  const result = new Map<string, Managed>();
  for (const managed of managers.values()) {
    if (!hasPath(managed.set, path)) continue;
    const ofScale: Managed = { ...managed, apiVersion: SCALE_VERSION, set: setOf(REPLICAS) };
    result.set(identifierOf(ofScale), ofScale);
  }
  return result;
}

/** Who no longer has the replicas of the Scale loses them here; who has come to have them gets an entry, which has no time. */
function toObject(scope: RequestScope, live: Managers, ofScale: Managers): Managers {
  const path = replicasPath(scope);
  const own: FieldSet = setOf(path);
  const result = new Map<string, Managed>();
  const added = new Map(ofScale);
  for (const [id, managed] of live) {
    const keeps = !hasPath(managed.set, path) || added.delete(id);
    const set = keeps ? managed.set : difference(managed.set, own);
    if (!isEmpty(set)) result.set(id, { ...managed, set });
  }
  for (const managed of added.values()) {
    if (!hasPath(managed.set, REPLICAS)) continue;
    const entry: Managed = { ...managed, apiVersion: apiVersionOf(scope.kind.type), set: own, time: live.get(identifierOf(managed))?.time };
    result.set(identifierOf(managed), entry);
  }
  return result;
}
