import { type KubeObject, type ResourceType, groupResource } from '../../api/object.ts';
import { CRON_JOB, DAEMON_SET, DEPLOYMENT, JOB, REPLICATION_CONTROLLER, REPLICA_SET, STATEFUL_SET } from '../../api/resources.ts';
import type { CronJob, Job } from '../../api/types.gen.ts';
import type { Engine } from '../engine/engine.ts';
import { type TreeNode, byLabel, leaf } from './tree-node.ts';

const TYPES: readonly ResourceType[] = [DEPLOYMENT, REPLICA_SET, REPLICATION_CONTROLLER, STATEFUL_SET, DAEMON_SET, CRON_JOB, JOB];

/** Deployments with their ReplicaSets, CronJobs with their Jobs, and whatever else makes pods of a template. */
export async function loadWorkloads(engine: Engine): Promise<readonly TreeNode[]> {
  const lists = await Promise.all(TYPES.map((type) => list(engine, type)));
  const objects = lists.flat();
  const children = byOwner(objects);
  const tree = (object: KubeObject): TreeNode => {
    const { namespace = '', name = '', uid } = object.metadata;
    const owned = (children.get(uid ?? '-') ?? []).map(tree).toSorted(byLabel);
    return leaf({ kind: object.kind, namespace, name }, `${object.kind} · ${noteOf(object)}`, owned, false);
  };
  return (children.get('') ?? []).map(tree).toSorted(byLabel);
}

/** Objects by the uid of their first owner; '' for those without. */
function byOwner(objects: readonly KubeObject[]): ReadonlyMap<string, readonly KubeObject[]> {
  const groups = new Map<string, KubeObject[]>();
  for (const object of objects) {
    const owner = object.metadata.ownerReferences?.[0]?.uid ?? '';
    const group = groups.get(owner);
    if (group) group.push(object);
    else groups.set(owner, [object]);
  }
  return groups;
}

async function list(engine: Engine, type: ResourceType): Promise<readonly KubeObject[]> {
  const { body, code } = await engine.request({ type: 'api', request: { verb: 'list', group: type.group, resource: type.resource } });
  if (code >= 400 || !('items' in body)) throw new Error(`cannot list ${groupResource(type)}`);
  // Items of a list leave out what the list already says.
  return (body.items as readonly KubeObject[]).map((item) => ({ ...item, kind: type.kind }));
}

/** A DaemonSet counts otherwise than the rest. */
interface Readiness {
  readonly readyReplicas?: number;
  readonly numberReady?: number;
  readonly desiredNumberScheduled?: number;
}

function noteOf(object: KubeObject): string {
  switch (object.kind) {
    case 'Job':
      return jobNote(object as Job);
    case 'CronJob':
      return (object as CronJob).spec?.schedule ?? '';
    default:
      return readyNote(object);
  }
}

/** As COMPLETIONS of `kubectl get jobs`, and how it ended if that was not well. */
function jobNote({ spec, status }: Job): string {
  const ended = status?.conditions?.find(({ type, status: holds }) => holds === 'True' && (type === 'Failed' || type === 'Suspended'));
  const done = `${status?.succeeded ?? 0}/${spec?.completions ?? spec?.parallelism ?? 1}`;
  return ended === undefined ? done : `${done} ${ended.type}`;
}

function readyNote(object: KubeObject): string {
  const { spec, status } = object as { readonly spec?: { readonly replicas?: number }; readonly status?: Readiness };
  const ready = status?.readyReplicas ?? status?.numberReady ?? 0;
  return `${ready}/${status?.desiredNumberScheduled ?? spec?.replicas ?? 1}`;
}
