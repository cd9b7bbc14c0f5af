/** What a write changed, in the words of a story: from the object before and after it. */
import { deepEqual } from '../../base/equal.ts';
import { findCondition } from '../../api/pod/conditions.ts';
import { type KubeObject, controllerOf, isTerminating } from '../../api/object.ts';
import type { Deployment, EndpointSlice, Node, Pod } from '../../api/types.gen.ts';
import type { StoryAct, StorySubjectObject } from '../../protocol/story.ts';

/** One thing to tell. */
export interface Telling {
  readonly act: StoryAct;
  readonly subjects: readonly StorySubjectObject[];
  readonly detail: { readonly [name: string]: string };
}

/** Nothing for a write that is of no account in a story: counts in a status, annotations, heartbeats. */
export function tellingsOf(type: string, object: KubeObject, previous: KubeObject | undefined): readonly Telling[] {
  const of = subjectOf(object);
  if (type === 'DELETED') return [{ act: 'gone', subjects: [of], detail: {} }];
  if (object.kind === 'EndpointSlice') return endpoints(object as EndpointSlice, previous as EndpointSlice | undefined);
  if (previous === undefined) return [{ act: 'create', subjects: [of], detail: ownerOf(object) }];
  if (isTerminating(object) && !isTerminating(previous)) return [{ act: 'delete', subjects: [of], detail: {} }];
  if (object.kind === 'Pod') return podChange(object as Pod, previous as Pod);
  if (object.kind === 'Node') return nodeChange(object as Node, previous as Node);
  return specChange(object, previous);
}

export function subjectOf(object: KubeObject): StorySubjectObject {
  const { namespace = '', name = '', uid = '' } = object.metadata;
  const node = object.kind === 'Pod' ? ((object as Pod).spec?.nodeName ?? '') : '';
  return { kind: object.kind, namespace, name, uid, node };
}

function ownerOf(object: KubeObject): Telling['detail'] {
  const owner = controllerOf(object);
  return owner === undefined ? {} : { ownerKind: owner.kind, owner: owner.name };
}

function podChange(pod: Pod, before: Pod): readonly Telling[] {
  const subjects = [subjectOf(pod)];
  if (!before.spec?.nodeName && pod.spec?.nodeName) return [{ act: 'bind', subjects, detail: {} }];
  const { phase = '' } = pod.status ?? {};
  // The end of one that is being deleted is no news.
  if (isTerminating(pod)) return [];
  if (phase !== before.status?.phase && (phase === 'Succeeded' || phase === 'Failed'))
    return [{ act: 'finish', subjects, detail: { phase, reason: pod.status?.reason ?? '' } }];
  const [ready, was] = [pod, before].map((one) => findCondition(one.status?.conditions, 'Ready'));
  if (ready?.status === was?.status) return [];
  if (ready?.status === 'True') return [{ act: 'ready', subjects, detail: {} }];
  return was?.status === 'True' ? [{ act: 'unready', subjects, detail: { reason: ready?.reason ?? '' } }] : [];
}

function nodeChange(node: Node, before: Node): readonly Telling[] {
  const subjects = [subjectOf(node)];
  const tellings: Telling[] = [];
  const [ready, was] = [node, before].map((one) => findCondition(one.status?.conditions, 'Ready')?.status);
  if (ready !== was && was === 'True') tellings.push({ act: 'node-lost', subjects, detail: { status: ready ?? '' } });
  if (ready !== was && ready === 'True') tellings.push({ act: 'node-back', subjects, detail: {} });
  const [taints, had] = [node, before].map(({ spec }) => (spec?.taints ?? []).map(({ key, effect }) => `${key}:${effect}`));
  const added = taints?.filter((taint) => !had?.includes(taint)) ?? [];
  const taken = had?.filter((taint) => !taints?.includes(taint)) ?? [];
  if (node.spec?.unschedulable !== before.spec?.unschedulable)
    tellings.push({ act: node.spec?.unschedulable === true ? 'cordon' : 'uncordon', subjects, detail: {} });
  else if (added.length > 0) tellings.push({ act: 'taint', subjects, detail: { taints: added.join(', ') } });
  else if (taken.length > 0) tellings.push({ act: 'untaint', subjects, detail: { taints: taken.join(', ') } });
  return tellings;
}

interface Scaled {
  readonly spec?: { readonly replicas?: number };
}

function specChange(object: KubeObject, before: KubeObject): readonly Telling[] {
  const subjects = [subjectOf(object)];
  const [spec, had] = [object, before].map((one) => (one as Scaled).spec);
  if (spec?.replicas !== had?.replicas)
    return [{ act: 'scale', subjects, detail: { from: String(had?.replicas ?? 1), to: String(spec?.replicas ?? 1), ...ownerOf(object) } }];
  const [images, were] = [object, before].map(imagesOf);
  const image = images?.find((own) => !were?.includes(own));
  if (image !== undefined)
    return [{ act: 'image', subjects, detail: { from: were?.find((own) => !images?.includes(own)) ?? '', to: image } }];
  return deepEqual(contentOf(object), contentOf(before)) ? [] : [{ act: 'change', subjects, detail: {} }];
}

function imagesOf(object: KubeObject): readonly string[] {
  return (object as Deployment).spec?.template?.spec?.containers?.map(({ image = '' }) => image) ?? [];
}

/** All but metadata and status. */
function contentOf(object: KubeObject): Record<string, unknown> {
  const { metadata: _metadata, status: _status, ...content } = object as KubeObject & { status?: unknown };
  return content;
}

/** Whom requests reach now that they did not, and the other way round. */
function endpoints(slice: EndpointSlice, before: EndpointSlice | undefined): readonly Telling[] {
  const service = slice.metadata.labels?.['kubernetes.io/service-name'] ?? '';
  const [now, then] = [readyIn(slice), readyIn(before)];
  const joined = [...now].flatMap(([name, subject]) => (then.has(name) ? [] : [subject]));
  const left = [...then].flatMap(([name, subject]) => (now.has(name) ? [] : [subject]));
  const tellings: Telling[] = [];
  if (joined.length > 0) tellings.push({ act: 'join', subjects: joined, detail: { service } });
  if (left.length > 0) tellings.push({ act: 'leave', subjects: left, detail: { service } });
  if (before === undefined && joined.length === 0) tellings.push({ act: 'create', subjects: [subjectOf(slice)], detail: { service } });
  return tellings;
}

function readyIn(slice: EndpointSlice | undefined): Map<string, StorySubjectObject> {
  const ready = (slice?.endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false);
  return new Map(
    ready.flatMap(({ targetRef, nodeName = '' }) => {
      const { kind = '', namespace = '', name = '', uid = '' } = targetRef ?? {};
      return name === '' ? [] : [[`${kind} ${namespace}/${name}`, { kind, namespace, name, uid, node: nodeName }] as const];
    }),
  );
}
