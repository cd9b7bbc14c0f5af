import type { Pod, Toleration } from '../../../api/types.gen.ts';
import { extend } from '../../../base/extend.ts';
import type { AdmissionPlugin } from './plugin.ts';

const NOT_READY: Toleration = { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 };
const UNREACHABLE: Toleration = { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 };
const BOTH: readonly Toleration[] = [NOT_READY, UNREACHABLE];
const NO_TOLERATIONS: readonly Toleration[] = [];

/** Pods stay five minutes on a node that is not ready or lost, unless they say otherwise (plugin/pkg/admission/defaulttolerationseconds). */
export const defaultTolerationSeconds: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  mutate: (_scope, object, { subresource, stored }) =>
    object.kind === 'Pod' && subresource === '' && (object as Pod).spec !== (stored as Pod | undefined)?.spec
      ? tolerant(object as Pod)
      : object,
};

export function tolerant(pod: Pod): Pod {
  const { spec } = pod;
  if (spec === undefined) return pod;
  const given = spec.tolerations ?? NO_TOLERATIONS;
  if (given.length === 0) return { ...pod, spec: extend(spec, { tolerations: BOTH }) };
  const missing = BOTH.filter((toleration) => !given.some((own) => covers(own, toleration)));
  return missing.length === 0 ? pod : { ...pod, spec: { ...spec, tolerations: [...given, ...missing] } };
}

function covers(own: Toleration, wanted: Toleration): boolean {
  return (!own.key || own.key === wanted.key) && (!own.effect || own.effect === 'NoExecute');
}
