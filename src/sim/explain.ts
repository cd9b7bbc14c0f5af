/**
 * Why a pod is where it is or nowhere, what would become of one that does not exist, and how many of it there is room for.
 * All of it is played through beside the run, which stays as it is to the byte.
 */
import { kindByGvk } from '../api/kinds/registry.ts';
import type { KubeObject, ResourceType } from '../api/object.ts';
import { POD } from '../api/resources.ts';
import type { JsonValue } from '../api/scalars.ts';
import type { PodExplanation, SpreadAccount, WhatIf } from '../api/scheduling.ts';
import type { Pod, Status } from '../api/types.gen.ts';
import type { Cluster } from './engine.ts';
import type { PrngState } from '../base/prng.ts';
import { explainPod } from './scheduler/explain/explain.ts';
import { fitOf } from './scheduler/explain/fit.ts';
import { accountNow } from './scheduler/explain/now.ts';
import { ownPods } from './scheduler/explain/own-pods.ts';
import { proposalsFor } from './scheduler/explain/proposals.ts';
import { spreadOf } from './scheduler/explain/spread/spread.ts';
import { startTrial } from './scheduler/explain/trial.ts';
import type { Onlooker } from './scheduler/explain/trial.ts';

const SCHEDULER = 'default-scheduler';

function look<T>(cluster: Cluster, ask: (context: Onlooker, random: PrngState) => T): T | undefined {
  return cluster.look(SCHEDULER, '', (context, random) => ask(context as unknown as Onlooker, random));
}

/** Undefined for a pod that there is not. */
export function explain(cluster: Cluster, namespace: string, name: string, propose = true): PodExplanation | undefined {
  return look(cluster, (context, random) => explainPod(context, random, `${namespace}/${name}`, propose));
}

/** How the pods of an owner, or of the owner of a pod, are spread. Undefined for what has no pods. */
export function spread(cluster: Cluster, kind: string, namespace: string, name: string): SpreadAccount | undefined {
  return look(cluster, (context, random) => spreadOf(context, random, kind, namespace, name));
}

export interface WhatIfOptions {
  /** How many would fit is worked out as well. */
  readonly fit: boolean;
}

/** `object`: a Pod, or anything with a pod template, as somebody wrote it. Undefined for what makes no pods. */
export function whatIf(cluster: Cluster, object: KubeObject, namespace: string, { fit }: WhatIfOptions): WhatIf | undefined {
  const type = kindByGvk(object.apiVersion, object.kind)?.type;
  if (type === undefined || !MAKES_PODS.has(type.kind)) return undefined;
  const { metadata } = object as Partial<KubeObject>;
  const place = typeof metadata?.namespace === 'string' && metadata.namespace !== '' ? metadata.namespace : namespace;
  const common = { object: `${type.kind}/${metadata?.name ?? ''}`, now: undefined, proposals: [], fit: undefined };
  const whole = rehearse(cluster, type, place, object);
  if (typeof whole === 'string') return { ...common, replicas: 0, refused: whole };
  const own = ownPods(whole, place);
  if (own === undefined) return undefined;
  const pod = own.pod === undefined ? whole : rehearse(cluster, POD, place, own.pod);
  if (typeof pod === 'string') return { ...common, replicas: own.replicas, refused: pod };
  const told = look(cluster, (context, random) => {
    const trial = startTrial(context, random, own.owned(pod as Pod), own.informers);
    if (trial === undefined) return {};
    const now = accountNow(trial);
    return { now, proposals: now.node === '' ? proposalsFor(trial) : [], fit: fit ? fitOf(trial) : undefined };
  });
  return { ...common, replicas: own.replicas, refused: '', ...told };
}

const MAKES_PODS: ReadonlySet<string> = new Set([
  'Pod',
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
]);

/** The object as the API server would have it, or why it would not. That there is one of this name is no obstacle. */
function rehearse(cluster: Cluster, { group, resource }: ResourceType, namespace: string, object: KubeObject): KubeObject | string {
  const ask = (body: KubeObject) => cluster.rehearse({ verb: 'create', group, resource, namespace, body: body as unknown as JsonValue });
  let { code, body } = ask(unborn(object));
  if (code === 409 && (body as Status).reason === 'AlreadyExists') ({ code, body } = ask(nameless(unborn(object))));
  return code < 400 ? (body as KubeObject) : ((body as Status).message ?? '');
}

function nameless(object: KubeObject): KubeObject {
  const { name = '', ...metadata } = object.metadata;
  return { ...object, metadata: { ...metadata, generateName: `${name}-` } };
}

/** Without what an object of the cluster has from its birth there. */
function unborn(object: KubeObject): KubeObject {
  if (typeof object.metadata !== 'object' || object.metadata === null) return object;
  const { resourceVersion: _version, uid: _uid, ...metadata } = object.metadata;
  return { ...object, metadata };
}
