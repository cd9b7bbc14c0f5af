import { isSidecar } from '../../../api/pod/resources.ts';
import type { Node, Pod, PodSpec } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { readObject } from '../../store/store.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { refusal } from './refuse.ts';

/** A pod on a node is not changed into what its kubelet does not say that it can do (plugin/pkg/admission/nodedeclaredfeatures). */
export const nodeDeclaredFeatureValidator: AdmissionPlugin = {
  name: 'NodeDeclaredFeatureValidator',
  validate(scope, object, { operation, subresource, stored }) {
    if (object.kind !== 'Pod' || operation !== 'UPDATE' || (subresource !== '' && subresource !== 'resize')) return;
    const { spec, metadata } = object as Pod;
    const before = (stored as Pod).spec;
    if (!spec?.nodeName || before === undefined || metadata.generation === stored?.metadata.generation) return;
    const needed = neededFeatures(before, spec);
    if (needed.length === 0) return;
    const node = readObject(scope.server.store, 'nodes', spec.nodeName) as Node | undefined;
    if (node === undefined) throw refusal(scope, object, `node ${JSON.stringify(spec.nodeName)} not found`);
    const lacking = needed.filter((feature) => !node.status?.declaredFeatures?.includes(feature));
    if (lacking.length === 0) return;
    throw refusal(
      scope,
      object,
      `pod update requires features ${lacking.join(', ')} which are not available on node ${JSON.stringify(spec.nodeName)}`,
    );
  },
};

/** What the change from one spec to another takes (k8s.io/component-helpers/nodedeclaredfeatures), by name. */
function neededFeatures(before: PodSpec, next: PodSpec): readonly string[] {
  const resizesInit = (before.initContainers ?? []).some(
    (container, index) => !isSidecar(container) && !deepEqual(container.resources ?? {}, next.initContainers?.[index]?.resources ?? {}),
  );
  return [
    ...(deepEqual(before.resources, next.resources) ? [] : ['InPlacePodLevelResourcesVerticalScaling']),
    ...(resizesInit ? ['InPlacePodVerticalScalingInitContainers'] : []),
  ];
}
