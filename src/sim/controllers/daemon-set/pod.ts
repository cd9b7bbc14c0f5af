/** The pods of a DaemonSet: what is added to the template, and which node each is for (pkg/controller/daemon/util). */
import { controllerRef } from '../../client/controller-ref.ts';
import { podOfOwner } from '../../client/pod-control.ts';
import { DAEMON_SET } from '../../../api/resources.ts';
import type { Affinity, DaemonSet, Pod, PodSpec, PodTemplateSpec, Toleration } from '../../../api/types.gen.ts';

export const REVISION_HASH = 'controller-revision-hash';
const TEMPLATE_GENERATION_LABEL = 'pod-template-generation';
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

/** The pod of the set's present template, without its node. */
export function daemonPod(set: DaemonSet, hash: string): Pod {
  const template = set.spec?.template;
  const generation = templateGeneration(set);
  const labels = {
    ...template?.metadata?.labels,
    ...(generation === undefined ? {} : { [TEMPLATE_GENERATION_LABEL]: generation }),
    ...(hash === '' ? {} : { [REVISION_HASH]: hash }),
  };
  const marked = { ...template, metadata: { ...template?.metadata, labels }, spec: daemonSpec(template) };
  return podOfOwner(set, marked, controllerRef(DAEMON_SET, set));
}

export function onNode(pod: Pod, node: string): Pod {
  const { spec = NO_SPEC } = pod;
  return { ...pod, spec: { ...spec, affinity: affinityToNode(spec.affinity, node) } };
}

/** The template's affinity, with the node in the place of whatever it required of nodes: that has been looked at already. */
export function affinityToNode(affinity: Affinity | undefined, node: string): Affinity {
  const nodeSelectorTerms = [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] } as const] }];
  return {
    ...affinity,
    nodeAffinity: { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
  };
}

/** The node on which a pod is or to which it is to go; undefined for one that was not made for any. */
export function targetNode({ spec }: Pod): string | undefined {
  if (spec?.nodeName) return spec.nodeName;
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const named = terms
    .flatMap(({ matchFields = [] }) => matchFields)
    .find(({ key, operator }) => key === 'metadata.name' && operator === 'In');
  return named?.values?.length === 1 ? named.values[0] : undefined;
}

/** By its revision or, as before there were any, by its template's generation. */
export function isUpdated({ metadata }: Pod, set: DaemonSet, hash: string): boolean {
  const generation = templateGeneration(set);
  const { [REVISION_HASH]: revision, [TEMPLATE_GENERATION_LABEL]: ofPod } = metadata.labels ?? {};
  return (hash !== '' && revision === hash) || (generation !== undefined && ofPod === generation);
}

const specs = new WeakMap<PodTemplateSpec, PodSpec>();
const NO_SPEC: PodSpec = { containers: [] };

/** The template's spec with the tolerations that every daemon has. */
export function daemonSpec(template: PodTemplateSpec | undefined): PodSpec {
  if (template === undefined) return NO_SPEC;
  let spec = specs.get(template);
  if (spec === undefined) {
    const given = template.spec ?? NO_SPEC;
    specs.set(template, (spec = { ...given, tolerations: daemonTolerations(given) }));
  }
  return spec;
}

/** A node's troubles neither drive daemons away nor keep them off. */
function daemonTolerations({ tolerations = [], hostNetwork }: PodSpec): readonly Toleration[] {
  const added = [
    exists('not-ready', 'NoExecute'),
    exists('unreachable', 'NoExecute'),
    exists('disk-pressure', 'NoSchedule'),
    exists('memory-pressure', 'NoSchedule'),
    exists('pid-pressure', 'NoSchedule'),
    exists('unschedulable', 'NoSchedule'),
    ...(hostNetwork === true ? [exists('network-unavailable', 'NoSchedule')] : []),
  ];
  return added.reduce(withToleration, tolerations);
}

function exists(taint: string, effect: 'NoExecute' | 'NoSchedule'): Toleration {
  return { key: `node.kubernetes.io/${taint}`, operator: 'Exists', effect };
}

/** In the place of one that says the same, however long that one lasts. */
function withToleration(tolerations: readonly Toleration[], added: Toleration): readonly Toleration[] {
  const isAlike = ({ key, operator, effect, value = '' }: Toleration): boolean =>
    key === added.key && operator === added.operator && effect === added.effect && value === '';
  if (!tolerations.some(isAlike)) return [...tolerations, added];
  return tolerations.map((toleration) => (isAlike(toleration) ? added : toleration));
}

function templateGeneration({ metadata }: DaemonSet): string | undefined {
  return metadata.annotations?.[TEMPLATE_GENERATION];
}
