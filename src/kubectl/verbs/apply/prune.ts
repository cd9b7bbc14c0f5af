import { ApiError } from '../../../api/errors.ts';
import { apiVersionOf, type KubeObject } from '../../../api/object.ts';
import type { ApiResource } from '../../../api/request.ts';
import { CommandError } from '../../errors.ts';
import { resolveKind } from '../../parse/types.ts';
import { type Session, deleteObject, listObjects } from '../../session.ts';
import { propagation } from '../delete/delete.ts';
import { type WriteFlags, dryRunOf, report } from '../write.ts';
import { LAST_APPLIED } from './apply-item.ts';

/** Kinds that are pruned when nobody names others (kubectl/pkg/util/prune). */
const DEFAULT_KINDS: readonly (readonly [apiVersion: string, kind: string])[] = [
  ['v1', 'ConfigMap'],
  ['v1', 'Endpoints'],
  ['v1', 'PersistentVolumeClaim'],
  ['v1', 'Pod'],
  ['v1', 'ReplicationController'],
  ['v1', 'Secret'],
  ['v1', 'Service'],
  ['batch/v1', 'Job'],
  ['batch/v1', 'CronJob'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['apps/v1', 'DaemonSet'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'ReplicaSet'],
  ['apps/v1', 'StatefulSet'],
];
/** Of these only when no namespace was given. */
const DEFAULT_CLUSTER_KINDS: typeof DEFAULT_KINDS = [
  ['v1', 'Namespace'],
  ['v1', 'PersistentVolume'],
];

export interface PruneFlags extends WriteFlags {
  readonly prune: boolean;
  readonly pruneAllowlist: readonly string[];
  readonly all: boolean;
  readonly selector: string;
  readonly cascade: string;
  readonly gracePeriod: number;
}

export async function checkPrune(
  session: Session,
  { prune: prunes, all, selector, pruneAllowlist }: Pick<PruneFlags, 'prune' | 'all' | 'selector' | 'pruneAllowlist'>,
): Promise<void> {
  if (!prunes) return;
  if (all && selector !== '') throw new CommandError('cannot set --all and --selector at the same time');
  if (!all && selector === '')
    throw new CommandError(
      'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
    );
  await kindsOf(session, pruneAllowlist);
}

function kindOf(entry: string): readonly [apiVersion: string, kind: string] {
  const [group, version, kind, ...more] = entry.split('/');
  if (group === undefined || version === undefined || kind === undefined || more.length > 0)
    throw new CommandError(`invalid GroupVersionKind format: ${entry}, please follow <group/version/kind>`);
  return [group === '' || group === 'core' ? version : `${group}/${version}`, kind];
}

/** Objects that were applied once, are chosen, and were not applied now: in the namespaces that were. */
export async function superfluous(
  session: Session,
  applied: readonly KubeObject[],
  flags: Pick<PruneFlags, 'pruneAllowlist' | 'selector'>,
): Promise<readonly { readonly resource: ApiResource; readonly object: KubeObject }[]> {
  const uids = new Set(applied.map(({ metadata }) => metadata.uid));
  const namespaces = [...new Set(applied.flatMap(({ metadata }) => metadata.namespace ?? []))];
  const found: { resource: ApiResource; object: KubeObject }[] = [];
  for (const resource of await kindsOf(session, flags.pruneAllowlist)) {
    for (const namespace of resource.namespaced ? namespaces : ['']) {
      const { items } = await listObjects(session, { resource, namespace }, flags.selector === '' ? {} : { labelSelector: flags.selector });
      for (const object of items)
        if (object.metadata.annotations?.[LAST_APPLIED] !== undefined && !uids.has(object.metadata.uid)) found.push({ resource, object });
    }
  }
  return found;
}

async function kindsOf(session: Session, allowlist: readonly string[]): Promise<readonly ApiResource[]> {
  const usual = session.namespaceGiven ? DEFAULT_KINDS : [...DEFAULT_KINDS, ...DEFAULT_CLUSTER_KINDS];
  const wanted = allowlist.length === 0 ? usual : allowlist.map(kindOf);
  const known: ApiResource[] = [];
  for (const [apiVersion, kind] of wanted) {
    const resource = await resolveKind(session, apiVersion, kind);
    if (resource !== undefined) known.push(resource);
    else if (allowlist.length > 0)
      throw new CommandError(`no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`);
  }
  return known.toSorted((a, b) => Number(b.namespaced) - Number(a.namespaced));
}

export async function prune(session: Session, applied: readonly KubeObject[], flags: PruneFlags): Promise<void> {
  const dryRun = dryRunOf(session, flags);
  for (const { resource, object } of await superfluous(session, applied, flags)) {
    const { name = '', namespace = '' } = object.metadata;
    if (dryRun !== 'client') {
      const options = {
        propagationPolicy: propagation(flags.cascade),
        ...(flags.gracePeriod >= 0 ? { gracePeriodSeconds: flags.gracePeriod } : {}),
        ...(dryRun === 'server' ? { dryRun: ['All'] } : {}),
      };
      await attempt(() => deleteObject(session, { resource, namespace, name }, options), resource);
    }
    report(session, flags, resource, object, 'pruned');
  }
}

async function attempt(work: () => Promise<unknown>, resource: ApiResource): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason === 'NotFound') return;
    throw new CommandError(
      `error pruning ${resource.namespaced ? 'namespaced' : 'nonNamespaced'} object ${apiVersionOf(resource)}, Kind=${resource.kind}: ${error.message}`,
    );
  }
}
