import { controllerOf } from '../../../api/object.ts';
import type { Pod } from '../../../api/types.gen.ts';

export interface DrainFlags {
  readonly force: boolean;
  readonly ignoreDaemonsets: boolean;
  readonly deleteEmptydirData: boolean;
  readonly disableEviction: boolean;
  readonly gracePeriod: number;
  readonly timeout: number;
}

/** What drain thinks of one pod (kubectl/pkg/drain/filters.go). */
export type DrainVerdict =
  | { readonly type: 'delete'; readonly warning?: string }
  | { readonly type: 'skip'; readonly warning?: string }
  | { readonly type: 'refuse'; readonly reason: string };

const DAEMON_SET = 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)';
const LOCAL_STORAGE = 'Pods with local storage (use --delete-emptydir-data to override)';
const UNMANAGED = 'Pods that declare no controller (use --force to override)';
const MIRROR = 'kubernetes.io/config.mirror';

/** The last word of the filters in their order; a filter that lets the pod pass leaves it to the next. */
export function judge(pod: Pod, flags: DrainFlags): DrainVerdict {
  const finished = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  const owner = controllerOf({ apiVersion: 'v1', kind: 'Pod', metadata: pod.metadata });
  if (owner?.kind === 'DaemonSet' && !finished)
    return flags.ignoreDaemonsets ? { type: 'skip', warning: 'ignoring DaemonSet-managed Pods' } : { type: 'refuse', reason: DAEMON_SET };
  if (pod.metadata.annotations?.[MIRROR] !== undefined) return { type: 'skip' };
  const storage = localStorage(pod, flags, finished);
  if (storage?.type === 'refuse') return storage;
  if (owner !== undefined || finished) return storage ?? { type: 'delete' };
  return flags.force ? { type: 'delete', warning: 'deleting Pods that declare no controller' } : { type: 'refuse', reason: UNMANAGED };
}

function localStorage(pod: Pod, flags: DrainFlags, finished: boolean): DrainVerdict | undefined {
  const local = (pod.spec?.volumes ?? []).some(({ emptyDir }) => emptyDir !== undefined);
  if (!local || finished) return undefined;
  return flags.deleteEmptydirData
    ? { type: 'delete', warning: 'deleting Pods with local storage' }
    : { type: 'refuse', reason: LOCAL_STORAGE };
}

/** `reason: ns/a, ns/b`, grouped by reason in the order of their first pod. */
export function grouped(entries: readonly { readonly text: string; readonly pod: Pod }[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { text, pod } of entries) {
    const names = groups.get(text) ?? [];
    names.push(`${pod.metadata.namespace ?? ''}/${pod.metadata.name ?? ''}`);
    groups.set(text, names);
  }
  return [...groups].map(([text, names]) => `${text}: ${names.join(', ')}`).toSorted();
}
