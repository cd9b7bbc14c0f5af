/** What can be done about pods that want to be near others, or away from them. */
import { POD } from '../../../../api/resources.ts';
import type { Affinity, Pod, PodAffinityTerm } from '../../../../api/types.gen.ts';
import { type NodeInfo, topologyValue } from '../../cache/node-info.ts';
import { type Term, compileTerm, meets, ownerOf } from '../../plugins/inter-pod-affinity/terms.ts';
import type { Rejection } from '../../framework/plugin.ts';
import { nodeNamed } from '../../cache/cluster-cache.ts';
import type { Trial } from '../trial.ts';
import { without } from './removal.ts';
import { type Remedies, type Remedy, podRemedy } from './remedy.ts';

type Side = 'podAffinity' | 'podAntiAffinity';

export function podAffinity(trial: Trial, node: NodeInfo, { reasons }: Rejection): Remedies {
  const [reason = ''] = reasons;
  if (reason.includes('existing pods anti-affinity')) return without(trial, opponents(trial, node));
  if (reason.includes('anti-affinity'))
    return [...dropped(trial, 'podAntiAffinity'), ...without(trial, meant(trial, node, 'podAntiAffinity'))];
  return dropped(trial, 'podAffinity');
}

function dropped(trial: Trial, side: Side): Remedies {
  const terms = requiredTerms(trial.cycle.spec.affinity, side);
  return terms.length === 1
    ? [drop(trial, side, [0])]
    : [
        ...terms.map((_, index) => drop(trial, side, [index])),
        drop(
          trial,
          side,
          terms.map((_, index) => index),
        ),
      ];
}

function drop(trial: Trial, side: Side, indexes: readonly number[]): Remedy {
  const terms = requiredTerms(trial.cycle.spec.affinity, side);
  const what = indexes.map((index) => terms[index]?.topologyKey ?? '').join(', ');
  const place = indexes.length === 1 && terms.length > 1 ? `[${indexes[0]}]` : '';
  const field = `spec.affinity.${side}.requiredDuringSchedulingIgnoredDuringExecution${place}`;
  const kind = side === 'podAffinity' ? 'drop-affinity' : 'drop-anti-affinity';
  return podRemedy(trial, 3 + indexes.length, { kind, what, field }, (spec) => ({
    ...spec,
    affinity: withoutTerms(spec.affinity ?? {}, side, indexes),
  }));
}

function withoutTerms(affinity: Affinity, side: Side, indexes: readonly number[]): Affinity {
  const { requiredDuringSchedulingIgnoredDuringExecution: terms = [], ...own } = affinity[side] ?? {};
  const left = terms.filter((_, index) => !indexes.includes(index));
  return { ...affinity, [side]: left.length === 0 ? own : { ...own, requiredDuringSchedulingIgnoredDuringExecution: left } };
}

/** A pod, and the terms that put it at odds with the pod at hand. */
interface Meant {
  readonly pod: Pod;
  readonly terms: readonly Term[];
}

function inDomainsOf(trial: Trial, node: NodeInfo, all: readonly Meant[]): readonly Pod[] {
  return all.filter(({ pod, terms }) => terms.some((term) => sharesDomain(trial, term, pod, node))).map(({ pod }) => pod);
}

/** Pods in the node's domains that the pod's own terms mean. */
function meant(trial: Trial, node: NodeInfo, side: Side): readonly Pod[] {
  const all = onceFor(trial, side, () => {
    const { pod, spec, informers } = trial.cycle;
    const own = requiredTerms(spec.affinity, side).map((term) => compileTerm(term, ownerOf(pod)));
    return assigned(trial).flatMap((other) => {
      const { namespace, labels } = ownerOf(other);
      const terms = own.filter((term) => meets(term, namespace, labels, informers));
      return terms.length === 0 ? [] : [{ pod: other, terms }];
    });
  });
  return inDomainsOf(trial, node, all);
}

/** Pods in the node's domains whose own terms mean this pod. */
function opponents(trial: Trial, node: NodeInfo): readonly Pod[] {
  const all = onceFor(trial, 'opponents', () => {
    const { namespace, labels } = ownerOf(trial.cycle.pod);
    return assigned(trial).flatMap((pod) => {
      const required = requiredTerms(pod.spec?.affinity, 'podAntiAffinity');
      const terms = required
        .map((term) => compileTerm(term, ownerOf(pod)))
        .filter((term) => meets(term, namespace, labels, trial.cycle.informers));
      return terms.length === 0 ? [] : [{ pod, terms }];
    });
  });
  return inDomainsOf(trial, node, all);
}

/** By trial and side, so that it is looked up once for all nodes. */
const MEANT = new WeakMap<Trial, Map<string, readonly Meant[]>>();

function onceFor(trial: Trial, what: string, find: () => readonly Meant[]): readonly Meant[] {
  const known = MEANT.get(trial) ?? new Map<string, readonly Meant[]>();
  MEANT.set(trial, known);
  const found = known.get(what) ?? find();
  known.set(what, found);
  return found;
}

function assigned({ context, cycle }: Trial): readonly Pod[] {
  return context
    .lister(POD)
    .list()
    .filter(({ metadata }) => cycle.cache.pods.has(metadata.uid ?? ''));
}

function sharesDomain({ cycle }: Trial, { topologyKey }: Term, { spec }: Pod, node: NodeInfo): boolean {
  const other = nodeNamed(cycle.cache, spec?.nodeName ?? '');
  const value = topologyValue(node, topologyKey);
  return other !== undefined && value !== undefined && topologyValue(other, topologyKey) === value;
}

function requiredTerms(affinity: Affinity | undefined, side: Side): readonly PodAffinityTerm[] {
  return affinity?.[side]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}
